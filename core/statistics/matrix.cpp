// SPDX-License-Identifier: Apache-2.0
#include "core/base/error.h"
#include "core/statistics/logistic_regression.h"

#include <cmath>
#include <limits>

namespace nidus {
namespace {

/// scikit-learn's StandardScaler rule: a variance within the rounding error of its own computation counts as none.
bool isConstant(double variance, double mean, double count) {
    const double eps = std::numeric_limits<double>::epsilon();
    const double meanError = count * mean * eps;
    return variance <= count * eps * variance + meanError * meanError;
}

} // namespace

Matrix selectRows(const Matrix& matrix, std::span<const std::size_t> rows) {
    Matrix out{rows.size(), matrix.columns, {}};
    out.values.reserve(out.rows * out.columns);
    for (const std::size_t i : rows) {
        const auto row = matrix.row(i);
        out.values.insert(out.values.end(), row.begin(), row.end());
    }
    return out;
}

Standardiser fitStandardiser(const Matrix& x) {
    if (x.rows == 0)
        throw Error("STA-009", "There is no case to standardise the features with. Add labelled cases.");
    const double count = static_cast<double>(x.rows);
    Standardiser s{std::vector<double>(x.columns, 0), std::vector<double>(x.columns, 0)};
    for (std::size_t i = 0; i < x.rows; ++i)
        for (std::size_t j = 0; j < x.columns; ++j)
            s.mean[j] += x.values[i * x.columns + j];
    for (double& mean : s.mean)
        mean /= count;
    // The mean of the deviations is subtracted again: it is zero but for rounding, and the variance keeps its digits.
    std::vector<double> residual(x.columns, 0);
    for (std::size_t i = 0; i < x.rows; ++i)
        for (std::size_t j = 0; j < x.columns; ++j) {
            const double d = x.values[i * x.columns + j] - s.mean[j];
            s.scale[j] += d * d;
            residual[j] += d;
        }
    for (std::size_t j = 0; j < x.columns; ++j) {
        const double variance = (s.scale[j] - residual[j] * residual[j] / count) / count;
        s.scale[j] = isConstant(variance, s.mean[j], count) ? 1 : std::sqrt(variance);
    }
    return s;
}

Matrix standardised(const Matrix& x, const Standardiser& standardiser) {
    if (standardiser.mean.size() != x.columns || standardiser.scale.size() != x.columns)
        throw Error("STA-010", "The features have " + std::to_string(x.columns) + " columns, but the standardiser has "
                                   + std::to_string(standardiser.mean.size())
                                   + ". The model and the features do not belong together.");
    Matrix out = x;
    for (std::size_t i = 0; i < x.rows; ++i)
        for (std::size_t j = 0; j < x.columns; ++j) {
            double& value = out.values[i * x.columns + j];
            value = (value - standardiser.mean[j]) / standardiser.scale[j];
        }
    return out;
}

} // namespace nidus
