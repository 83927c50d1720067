export * from '../../audit/samples/sampleMarket.ts';
