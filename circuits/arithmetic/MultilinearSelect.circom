pragma circom 2.1.6;

// values[index] where the bits of `index` went into Monomials(n). Free: the
// coefficients of the multilinear polynomial through the values (a Moebius
// transform at compile time) make it a linear combination.
template MultilinearSelect(n, values) {
    signal input monomials[1 << n];
    signal output out;

    var coefficients[1 << n];
    for (var i = 0; i < (1 << n); i++) {
        coefficients[i] = values[i];
    }
    for (var bit = 0; bit < n; bit++) {
        for (var i = 0; i < (1 << n); i++) {
            if ((i >> bit) & 1) {
                coefficients[i] -= coefficients[i - (1 << bit)];
            }
        }
    }
    var sum = 0;
    for (var i = 0; i < (1 << n); i++) {
        sum += coefficients[i] * monomials[i];
    }
    out <== sum;
}
