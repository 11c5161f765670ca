// SPDX-License-Identifier: Apache-2.0
#include "core/statistics/logistic_regression.h"

#include "core/base/error.h"
#include "core/statistics/logistic_solver.h"

#include <string>

namespace nidus {

LogisticModel fitLogisticRegression(const Matrix& x, std::span<const int> labels, int classes, double c) {
    return LogisticSolver(x, labels, classes).fit(c);
}

std::vector<std::vector<double>> logits(const LogisticModel& model, const Matrix& x) {
    const auto classes = static_cast<std::size_t>(model.classes);
    if (model.bias.size() != classes || model.weights.size() != classes * x.columns)
        throw Error("STA-010", "The features have " + std::to_string(x.columns)
                                   + " columns, which does not fit the classifier. The model and the features do not "
                                     "belong together.");
    std::vector<std::vector<double>> out(x.rows, model.bias);
    for (std::size_t i = 0; i < x.rows; ++i)
        for (std::size_t k = 0; k < classes; ++k)
            for (std::size_t j = 0; j < x.columns; ++j)
                out[i][k] += model.weights[k * x.columns + j] * x.values[i * x.columns + j];
    return out;
}

} // namespace nidus
