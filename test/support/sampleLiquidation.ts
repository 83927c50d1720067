export * from '../../audit/samples/sampleLiquidation.ts';
