// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace nidus {

/// Rows are cases. Row-major, values.size() == rows * columns.
struct Matrix {
    std::size_t rows = 0, columns = 0;
    std::vector<double> values;

    [[nodiscard]] std::span<const double> row(std::size_t i) const {
        return std::span(values).subspan(i * columns, columns);
    }
};

[[nodiscard]] Matrix selectRows(const Matrix& matrix, std::span<const std::size_t> rows);

/// Column means and population standard deviations (scikit-learn's StandardScaler; a constant column gets scale 1).
struct Standardiser {
    std::vector<double> mean, scale;
    bool operator==(const Standardiser&) const = default;
};

[[nodiscard]] Standardiser fitStandardiser(const Matrix& x);
[[nodiscard]] Matrix standardised(const Matrix& x, const Standardiser& standardiser);

/// Softmax regression: logits_k = weights[k] . x + bias[k].
struct LogisticModel {
    int classes = 0;
    std::vector<double> weights; ///< [classes, columns]
    std::vector<double> bias;    ///< [classes]
};

/// Minimises 1/2 ||w||^2 + C * sum of log-losses, intercepts unpenalised, to a gradient below 1e-8: the solution of
/// scikit-learn's LogisticRegression. Two classes: one weight vector w, returned as rows -w/2 and +w/2; more:
/// multinomial, intercepts of sum zero. Throws Error STA-001 when a class in [0, classes) has no case, STA-003 (a
/// feature is not finite), STA-005 (labels), STA-006 (c), STA-007 (no convergence).
[[nodiscard]] LogisticModel fitLogisticRegression(const Matrix& x, std::span<const int> labels, int classes, double c);

[[nodiscard]] std::vector<std::vector<double>> logits(const LogisticModel& model, const Matrix& x);

/// The linear probe: standardiser and regression on all rows, C by inner cross-validated log-loss.
struct Probe {
    Standardiser standardiser;
    LogisticModel model;
    double c = 0;
    std::vector<double> innerLogLoss;             ///< per penalty
    std::vector<std::vector<double>> innerLogits; ///< out-of-inner-fold logits of each row at the chosen C
};

/// Inner folds are given (same for every penalty); features are standardised inside each inner fold. Ties: the smaller
/// C.
[[nodiscard]] Probe fitProbe(const Matrix& x, std::span<const int> labels, int classes, std::span<const int> innerFold,
                             std::span<const double> penalties);

} // namespace nidus
