pragma circom 2.1.6;

include "../arithmetic/MemberOf.circom";
include "circomlib/circuits/poseidon.circom";

// FM-08 A scenario leaf is in the scenario tree (FM-02.3). The children of every node on
// the path are private inputs; each node's hash must be among the children of the
// node above. The root's children are the caller's: they are the same for all
// leaves, and so hashed once.
//
// A leaf is a ranged word that begins with its tag (UnderlyingTerms), its node has one input more than
// the inner ones, and the depth is fixed: no node passes for a leaf.
template ScenarioMembership(rootArity, innerArity) {
    signal input leafWord;
    signal input root[rootArity];
    signal input middle[innerArity];
    signal input bottom[innerArity];
    signal input bottomSalt;

    component bottomHash = Poseidon(innerArity + 1);
    component middleHash = Poseidon(innerArity);
    component inBottom = MemberOf(innerArity);
    component inMiddle = MemberOf(innerArity);
    for (var i = 0; i < innerArity; i++) {
        bottomHash.inputs[i] <== bottom[i];
        middleHash.inputs[i] <== middle[i];
        inBottom.values[i] <== bottom[i];
        inMiddle.values[i] <== middle[i];
    }
    bottomHash.inputs[innerArity] <== bottomSalt;
    component inRoot = MemberOf(rootArity);
    for (var i = 0; i < rootArity; i++) {
        inRoot.values[i] <== root[i];
    }

    inBottom.in <== leafWord;
    inMiddle.in <== bottomHash.out;
    inRoot.in <== middleHash.out;
}
