pragma circom 2.1.6;

include "../generated/Constants.circom";
include "SlotChain.circom";
include "circomlib/circuits/poseidon.circom";

// FM-18 The commitment of the outcome: exactly the numbers that the other clauses use.
// The caller ranges lots, prices, fee and draw.
template OutcomeCommitment(optionLegs, linearLegs) {
    var chunks = (optionLegs + OPTION_CHUNK() - 1) \ OPTION_CHUNK();
    signal input salt;
    signal input equityOffset;
    signal input requirementOffset;
    signal input fee;
    signal input draw;
    signal input terminal;
    signal input linearClosed[linearLegs];
    signal input linearPrices[linearLegs];
    signal input optionClosed[optionLegs];
    signal input optionPrices[optionLegs];
    signal input chunkCount[chunks]; // one-hot
    signal output commitment;

    var bits = LOT_BITS() + MONEY_BITS();
    var linearWords = LINEAR_SLOTS() \ OUTCOMES_PER_WORD();
    component options = SlotChain(
        TAG_OUTCOME_OPTIONS(), optionLegs, bits, OUTCOMES_PER_WORD(), OPTION_CHUNK() \ OUTCOMES_PER_WORD()
    );
    for (var i = 0; i < optionLegs; i++) {
        options.values[i] <== optionClosed[i] + optionPrices[i] * (1 << LOT_BITS());
    }
    for (var i = 0; i < chunks; i++) {
        options.count[i] <== chunkCount[i];
    }

    component head = Poseidon(6 + linearWords);
    head.inputs[0] <== TAG_OUTCOME();
    head.inputs[1] <== salt;
    head.inputs[2] <== equityOffset;
    head.inputs[3] <== requirementOffset;
    head.inputs[4] <== fee + draw * (1 << FEE_BITS()) + terminal * (1 << (FEE_BITS() + DRAW_BITS()));
    for (var word = 0; word < linearWords; word++) {
        var packed = 0;
        for (var i = 0; i < OUTCOMES_PER_WORD(); i++) {
            var slot = word * OUTCOMES_PER_WORD() + i;
            if (slot < linearLegs) {
                packed += (linearClosed[slot] + linearPrices[slot] * (1 << LOT_BITS())) * (1 << (bits * i));
            }
        }
        head.inputs[5 + word] <== packed;
    }
    head.inputs[5 + linearWords] <== options.digest;
    commitment <== head.out;
}
