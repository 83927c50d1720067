pragma circom 2.1.6;

include "../generated/Constants.circom";
include "SlotChain.circom";
include "circomlib/circuits/poseidon.circom";

// FM-02.6 The commitment of an account state. The caller ranges every slot and the
// fields of the state word.
template AccountCommitment(optionLegs, linearLegs) {
    var chunks = (optionLegs + OPTION_CHUNK() - 1) \ OPTION_CHUNK();
    signal input ownerTag;
    signal input accountNumber;
    signal input stateWord;
    signal input cashOffset;
    signal input salt;
    signal input linearSlots[linearLegs];
    signal input optionSlots[optionLegs];
    signal input chunkCount[chunks]; // one-hot
    signal output commitment;

    var linearWords = LINEAR_SLOTS() \ LINEARS_PER_WORD();
    component options = SlotChain(
        TAG_ACCOUNT_OPTIONS(), optionLegs, OPTION_SLOT_BITS(), OPTIONS_PER_WORD(),
        OPTION_CHUNK() \ OPTIONS_PER_WORD()
    );
    for (var i = 0; i < optionLegs; i++) {
        options.values[i] <== optionSlots[i];
    }
    for (var i = 0; i < chunks; i++) {
        options.count[i] <== chunkCount[i];
    }

    component head = Poseidon(7 + linearWords);
    head.inputs[0] <== TAG_ACCOUNT();
    head.inputs[1] <== ownerTag;
    head.inputs[2] <== accountNumber;
    head.inputs[3] <== stateWord;
    head.inputs[4] <== cashOffset;
    head.inputs[5] <== salt;
    for (var word = 0; word < linearWords; word++) {
        var packed = 0;
        for (var i = 0; i < LINEARS_PER_WORD(); i++) {
            var slot = word * LINEARS_PER_WORD() + i;
            if (slot < linearLegs) {
                packed += linearSlots[slot] * (1 << (LINEAR_SLOT_BITS() * i));
            }
        }
        head.inputs[6 + word] <== packed;
    }
    head.inputs[6 + linearWords] <== options.digest;
    commitment <== head.out;
}
