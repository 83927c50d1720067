pragma circom 2.1.6;

include "../generated/Constants.circom";
include "SlotChain.circom";
include "circomlib/circuits/poseidon.circom";

// FM-18 The commitment of the outcome: exactly the numbers that the other clauses use.
// Its options stand as those of the account do (FM-02.6). The caller ranges equity,
// requirement, lots, prices, fee and draw.
template OutcomeCommitment(optionLegs, linearLegs) {
    var behind = optionLegs > OPTION_HEAD() ? optionLegs - OPTION_HEAD() : 0;
    var chunks = (behind + OPTION_CHUNK() - 1) \ OPTION_CHUNK();
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
    signal input chunkCount[chunks + 1]; // one-hot
    signal output commitment;

    var bits = LOT_BITS() + MONEY_BITS();
    var linearWords = LINEAR_SLOTS() \ OUTCOMES_PER_WORD();
    var optionWords = OPTION_HEAD() \ OUTCOMES_PER_WORD();
    component options = SlotChain(
        TAG_OUTCOME_OPTIONS(), behind, bits, OUTCOMES_PER_WORD(), OPTION_CHUNK() \ OUTCOMES_PER_WORD()
    );
    for (var i = 0; i < behind; i++) {
        options.values[i] <== optionClosed[OPTION_HEAD() + i] + optionPrices[OPTION_HEAD() + i] * (1 << LOT_BITS());
    }
    for (var i = 0; i < chunks + 1; i++) {
        options.count[i] <== chunkCount[i];
    }

    component head = Poseidon(4 + linearWords + optionWords);
    head.inputs[0] <== TAG_OUTCOME() + equityOffset * (1 << TAG_BITS())
        + requirementOffset * (1 << (TAG_BITS() + EQUITY_BITS()));
    head.inputs[1] <== fee + draw * (1 << FEE_BITS()) + terminal * (1 << (FEE_BITS() + DRAW_BITS()));
    head.inputs[2] <== salt;
    for (var word = 0; word < linearWords; word++) {
        var packed = 0;
        for (var i = 0; i < OUTCOMES_PER_WORD(); i++) {
            var slot = word * OUTCOMES_PER_WORD() + i;
            if (slot < linearLegs) {
                packed += (linearClosed[slot] + linearPrices[slot] * (1 << LOT_BITS())) * (1 << (bits * i));
            }
        }
        head.inputs[3 + word] <== packed;
    }
    for (var word = 0; word < optionWords; word++) {
        var packed = 0;
        for (var i = 0; i < OUTCOMES_PER_WORD(); i++) {
            var slot = word * OUTCOMES_PER_WORD() + i;
            if (slot < optionLegs) {
                packed += (optionClosed[slot] + optionPrices[slot] * (1 << LOT_BITS())) * (1 << (bits * i));
            }
        }
        head.inputs[3 + linearWords + word] <== packed;
    }
    head.inputs[3 + linearWords + optionWords] <== options.digest;
    commitment <== head.out;
}
