pragma circom 2.1.6;

include "../arithmetic/IndexOneHot.circom";
include "../arithmetic/Select.circom";
include "circomlib/circuits/poseidon.circom";

// FM-08 A scenario leaf is in the scenario tree: 16 children at the root, 8 at the
// two levels below (FM-02.3). The children of every node on the path are private
// inputs; each node's hash must be the child that the level above selects.
template ScenarioMembership(rootArity, innerArity) {
    signal input leafHash;
    signal input position[3];
    signal input root[rootArity];
    signal input middle[innerArity];
    signal input bottom[innerArity];
    signal output scenarioRoot;

    component inBottom = IndexOneHot(innerArity);
    component inMiddle = IndexOneHot(innerArity);
    component inRoot = IndexOneHot(rootArity);
    inRoot.index <== position[0];
    inMiddle.index <== position[1];
    inBottom.index <== position[2];

    component bottomChild = Select(innerArity);
    component bottomHash = Poseidon(innerArity);
    component middleChild = Select(innerArity);
    component middleHash = Poseidon(innerArity);
    for (var i = 0; i < innerArity; i++) {
        bottomChild.selector[i] <== inBottom.out[i];
        bottomChild.values[i] <== bottom[i];
        bottomHash.inputs[i] <== bottom[i];
        middleChild.selector[i] <== inMiddle.out[i];
        middleChild.values[i] <== middle[i];
        middleHash.inputs[i] <== middle[i];
    }
    component rootChild = Select(rootArity);
    component rootHash = Poseidon(rootArity);
    for (var i = 0; i < rootArity; i++) {
        rootChild.selector[i] <== inRoot.out[i];
        rootChild.values[i] <== root[i];
        rootHash.inputs[i] <== root[i];
    }

    bottomChild.out === leafHash;
    middleChild.out === bottomHash.out;
    rootChild.out === middleHash.out;
    scenarioRoot <== rootHash.out;
}
