// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/statistics/logistic_regression.h"

namespace nidus {

/// Softmax regression of one set of cases for several penalties. The penalty depends on w only by its length and the
/// solution lies in the span of the rows, so that many columns and few rows are solved in an orthonormal basis of the
/// rows, exactly. Newton steps by preconditioned conjugate gradients; each fit starts from the one before.
class LogisticSolver {
public:
    /// Labels in [0, classes), every class present. Throws Error STA-001, STA-003 (not a finite number), STA-005.
    LogisticSolver(const Matrix& x, std::span<const int> labels, int classes);

    /// Other labels for the same rows; the next fit starts from zero. Throws as the constructor does.
    void relabel(std::span<const int> labels);

    /// The minimum for penalty c > 0; gradient below 1e-8. Throws Error STA-006 (c), STA-007 (no convergence).
    [[nodiscard]] LogisticModel fit(double c);

private:
    void setBasisOfRows(const Matrix& x);
    /// Objective at m_theta; fills m_probability and m_gradient.
    double evaluate();
    void hessianTimes(std::span<const double> v, std::span<double> out) const;
    void setPreconditioner();
    /// Direction d with H d = -gradient to the relative residual `tolerance`.
    std::vector<double> newtonDirection(double tolerance) const;
    /// Moves m_theta along d; false where rounding leaves nothing to gain.
    bool step(const std::vector<double>& d, double& objective);
    LogisticModel model() const;

    std::size_t m_rows = 0;
    std::size_t m_columns = 0; ///< of the features
    std::size_t m_dims = 0;    ///< of the coordinates
    std::size_t m_outputs = 0; ///< 1 for two classes
    int m_classes = 0;
    double m_c = 1;
    double m_rowNormSum = 0;
    std::vector<int> m_labels;
    std::vector<double> m_coordinates;    ///< [rows, dims]
    std::vector<double> m_basis;          ///< [dims, columns]; empty: coordinates are the features
    std::vector<double> m_theta;          ///< [outputs, dims + 1], intercept last
    std::vector<double> m_gradient;       ///< as m_theta
    std::vector<double> m_probability;    ///< [rows, outputs]
    std::vector<double> m_preconditioner; ///< as m_theta
};

} // namespace nidus
