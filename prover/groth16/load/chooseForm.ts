export async function chooseForm(load: (form: 'fma') => Promise<Uint8Array>) { return { form: 'fma' as const, bytes: await load('fma') }; }
