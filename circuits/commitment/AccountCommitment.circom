pragma circom 2.1.6;

include "../generated/Constants.circom";
include "SlotChain.circom";
include "circomlib/circuits/poseidon.circom";

// FM-02.6 The commitment of an account state. The head holds the first OPTION_HEAD option
// slots; those behind it, where there are any, are chained in chunks. The caller
// ranges every slot and the fields of the state word.
template AccountCommitment(optionLegs, linearLegs) {
    var behind = optionLegs > OPTION_HEAD() ? optionLegs - OPTION_HEAD() : 0;
    var chunks = (behind + OPTION_CHUNK() - 1) \ OPTION_CHUNK();
    signal input ownerTag;
    signal input accountNumber;
    signal input stateWord; // sequence, time, settlement unit, chunks, cash; behind the tag
    signal input salt;
    signal input linearSlots[linearLegs];
    signal input optionSlots[optionLegs];
    signal input chunkCount[chunks + 1]; // one-hot
    signal output commitment;

    component options = SlotChain(
        TAG_ACCOUNT_OPTIONS(), behind, OPTION_SLOT_BITS(), OPTIONS_PER_WORD(),
        OPTION_CHUNK() \ OPTIONS_PER_WORD()
    );
    for (var i = 0; i < behind; i++) {
        options.values[i] <== optionSlots[OPTION_HEAD() + i];
    }
    for (var i = 0; i < chunks + 1; i++) {
        options.count[i] <== chunkCount[i];
    }

    var linearWords = LINEAR_SLOTS() \ LINEARS_PER_WORD();
    var optionWords = OPTION_HEAD() \ OPTIONS_PER_WORD();
    component head = Poseidon(5 + linearWords + optionWords);
    head.inputs[0] <== TAG_ACCOUNT() + stateWord * (1 << TAG_BITS());
    head.inputs[1] <== ownerTag;
    head.inputs[2] <== accountNumber;
    head.inputs[3] <== salt;
    for (var word = 0; word < linearWords; word++) {
        var packed = 0;
        for (var i = 0; i < LINEARS_PER_WORD(); i++) {
            var slot = word * LINEARS_PER_WORD() + i;
            if (slot < linearLegs) {
                packed += linearSlots[slot] * (1 << (LINEAR_SLOT_BITS() * i));
            }
        }
        head.inputs[4 + word] <== packed;
    }
    for (var word = 0; word < optionWords; word++) {
        var packed = 0;
        for (var i = 0; i < OPTIONS_PER_WORD(); i++) {
            var slot = word * OPTIONS_PER_WORD() + i;
            if (slot < optionLegs) {
                packed += optionSlots[slot] * (1 << (OPTION_SLOT_BITS() * i));
            }
        }
        head.inputs[4 + linearWords + word] <== packed;
    }
    head.inputs[4 + linearWords + optionWords] <== options.digest;
    commitment <== head.out;
}
