pragma circom 2.1.6;

include "../arithmetic/SelectOrZero.circom";
include "circomlib/circuits/poseidon.circom";

// FM-02.6, FM-18 Digest of slots of equal width in chunks: d_0 = tag,
// d_(i+1) = Poseidon(d_i, words of chunk i), and the digest is that of the number of
// chunks which the head of the object names.
//
// `slots` are the slots of the instance; the rest of the last chunk is empty. The
// caller ranges the slots and forces those beyond the count to zero.
template SlotChain(tag, slots, bits, perWord, wordsPerChunk) {
    var perChunk = perWord * wordsPerChunk;
    var chunks = (slots + perChunk - 1) \ perChunk;
    signal input values[slots];
    signal input count[chunks]; // one-hot: count[i] = 1 for i + 1 chunks
    signal output digest;

    component hashes[chunks];
    component digestOfCount = SelectOrZero(chunks);
    for (var chunk = 0; chunk < chunks; chunk++) {
        hashes[chunk] = Poseidon(wordsPerChunk + 1);
        if (chunk == 0) {
            hashes[chunk].inputs[0] <== tag;
        } else {
            hashes[chunk].inputs[0] <== hashes[chunk - 1].out;
        }
        for (var word = 0; word < wordsPerChunk; word++) {
            var packed = 0;
            for (var i = 0; i < perWord; i++) {
                var slot = chunk * perChunk + word * perWord + i;
                if (slot < slots) {
                    packed += values[slot] * (1 << (bits * i));
                }
            }
            hashes[chunk].inputs[1 + word] <== packed;
        }
        digestOfCount.selector[chunk] <== count[chunk];
        digestOfCount.values[chunk] <== hashes[chunk].out;
    }
    digest <== digestOfCount.out;
}
