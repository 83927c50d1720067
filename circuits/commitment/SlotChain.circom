pragma circom 2.1.6;

include "../arithmetic/Select.circom";
include "circomlib/circuits/poseidon.circom";

// FM-02.6, FM-18 Digest of the slots behind those of the head, of equal width, in chunks:
// d_0 = tag, d_(i+1) = Poseidon(d_i, words of chunk i), and the digest is that of
// the number of chunks which the head of the account names.
//
// `slots` are the slots of the instance behind the head; the rest of the last chunk is
// empty. The caller ranges the slots and forces those beyond the count to zero.
template SlotChain(tag, slots, bits, perWord, wordsPerChunk) {
    var perChunk = perWord * wordsPerChunk;
    var chunks = (slots + perChunk - 1) \ perChunk;
    signal input values[slots];
    signal input count[chunks + 1]; // one-hot: count[i] = 1 for i chunks
    signal output digest;

    component hashes[chunks];
    component digestOfCount = Select(chunks + 1);
    digestOfCount.selector[0] <== count[0];
    digestOfCount.values[0] <== tag;
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
        digestOfCount.selector[chunk + 1] <== count[chunk + 1];
        digestOfCount.values[chunk + 1] <== hashes[chunk].out;
    }
    digest <== digestOfCount.out;
}
