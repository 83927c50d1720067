pragma circom 2.1.6;

// How many switches MonotoneRoute has. At most 64 targets.
function monotoneRouteSwitches(sources, targets) {
    var layers = 0;
    while ((1 << layers) < targets) {
        layers++;
    }
    var reached[64];
    for (var x = 0; x < targets; x++) {
        reached[x] = x < sources ? 1 : 0;
    }
    var count = 0;
    for (var layer = layers - 1; layer >= 0; layer--) {
        // From the end, because a place reads one below it.
        for (var x = targets - 1; x >= (1 << layer); x--) {
            var moved = reached[x - (1 << layer)];
            count += reached[x] * moved;
            reached[x] = reached[x] + moved > 0 ? 1 : 0;
        }
    }
    return count;
}

// FM-04 Gives every target one of the sources, all columns of it together: target i takes
// source e(i), where e(0) = 0 and e rises by 0 or 1 from target to target. Costs one
// product per switch and column, about 3 per target, where a selection of each
// target for itself costs one per source.
//
// A network of shifts by powers of two, the largest first: at each layer a place takes
// what it has or what stands 2^layer places before it. Target i is shifted
// i - e(i) in all. Two targets never ask one switch for different positions: where
// they meet in a place, the later one would come from an earlier source.
//
// Soundness: switches are boolean and each is used for all columns, so whatever their
// values, a target holds all columns of one source. Which source it is, the
// columns themselves must say.
template MonotoneRoute(sources, targets, columns) {
    signal input values[sources][columns];
    signal input switches[monotoneRouteSwitches(sources, targets)];
    signal output out[targets][columns];

    var layers = 0;
    while ((1 << layers) < targets) {
        layers++;
    }
    var reached[targets];
    signal places[layers + 1][targets][columns];
    for (var x = 0; x < targets; x++) {
        reached[x] = x < sources ? 1 : 0;
        for (var column = 0; column < columns; column++) {
            places[layers][x][column] <== x < sources ? values[x < sources ? x : 0][column] : 0;
        }
    }
    var used = 0;
    for (var layer = layers - 1; layer >= 0; layer--) {
        var shift = 1 << layer;
        for (var x = targets - 1; x >= 0; x--) {
            var moved = x >= shift ? reached[x >= shift ? x - shift : 0] : 0;
            if (reached[x] * moved == 1) {
                switches[used] * (switches[used] - 1) === 0;
                for (var column = 0; column < columns; column++) {
                    places[layer][x][column] <== places[layer + 1][x][column]
                        + switches[used] * (places[layer + 1][x - shift][column] - places[layer + 1][x][column]);
                }
                used++;
            } else {
                var from = moved == 1 ? x - shift : x;
                for (var column = 0; column < columns; column++) {
                    places[layer][x][column] <== places[layer + 1][from][column];
                }
            }
        }
        for (var x = targets - 1; x >= shift; x--) {
            reached[x] = reached[x] + reached[x - shift] > 0 ? 1 : 0;
        }
    }
    for (var x = 0; x < targets; x++) {
        for (var column = 0; column < columns; column++) {
            out[x][column] <== places[0][x][column];
        }
    }
}
