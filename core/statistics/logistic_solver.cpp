// SPDX-License-Identifier: Apache-2.0
#include "core/statistics/logistic_solver.h"

#include "core/base/error.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>

namespace nidus {
namespace {

constexpr double kGradientTolerance = 1e-9;
constexpr int kMaxNewtonSteps = 300;
constexpr double kRankTolerance = 1e-9;

/// Four partial sums: the compiler may not reorder a floating-point sum by itself.
double dot(const double* a, const double* b, std::size_t n) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    std::size_t i = 0;
    for (; i + 4 <= n; i += 4) {
        s0 += a[i] * b[i];
        s1 += a[i + 1] * b[i + 1];
        s2 += a[i + 2] * b[i + 2];
        s3 += a[i + 3] * b[i + 3];
    }
    for (; i < n; ++i)
        s0 += a[i] * b[i];
    return (s0 + s1) + (s2 + s3);
}

void addScaled(double* out, const double* a, double factor, std::size_t n) {
    for (std::size_t i = 0; i < n; ++i)
        out[i] += factor * a[i];
}

double norm(const std::vector<double>& a) {
    return std::sqrt(dot(a.data(), a.data(), a.size()));
}

double softplus(double z) {
    return z > 0 ? z + std::log1p(std::exp(-z)) : std::log1p(std::exp(z));
}

double sigmoid(double z) {
    if (z >= 0)
        return 1 / (1 + std::exp(-z));
    const double e = std::exp(z);
    return e / (1 + e);
}

/// Turns logits into probabilities in place; returns the loss of `label`.
double softmaxLoss(double* z, std::size_t classes, std::size_t label) {
    const double highest = *std::max_element(z, z + classes);
    const double own = z[label];
    double sum = 0;
    for (std::size_t k = 0; k < classes; ++k) {
        z[k] = std::exp(z[k] - highest);
        sum += z[k];
    }
    for (std::size_t k = 0; k < classes; ++k)
        z[k] /= sum;
    return std::log(sum) + highest - own;
}

void checkLabels(std::span<const int> labels, std::size_t rows, int classes) {
    if (labels.size() != rows || classes < 2)
        throw Error("STA-005", "There are " + std::to_string(labels.size()) + " labels for " + std::to_string(rows)
                                   + " cases and " + std::to_string(classes)
                                   + " classes. Each case needs one label, and there must be two classes at least.");
    std::vector<int> count(static_cast<std::size_t>(classes), 0);
    for (const int label : labels) {
        if (label < 0 || label >= classes)
            throw Error("STA-005", "Label " + std::to_string(label) + " lies outside the " + std::to_string(classes)
                                       + " classes. Check the labels of the cases.");
        ++count[static_cast<std::size_t>(label)];
    }
    for (std::size_t k = 0; k < count.size(); ++k)
        if (count[k] == 0)
            throw Error("STA-001", "No case of class " + std::to_string(k)
                                       + " is among the training cases. Label more cases of it or use fewer folds.");
}

} // namespace

LogisticSolver::LogisticSolver(const Matrix& x, std::span<const int> labels, int classes)
    : m_rows(x.rows), m_columns(x.columns),
      m_outputs(classes == 2 ? 1 : static_cast<std::size_t>(std::max(classes, 0))), m_classes(classes),
      m_labels(labels.begin(), labels.end()) {
    checkLabels(labels, x.rows, classes);
    if (!std::all_of(x.values.begin(), x.values.end(), [](double v) { return std::isfinite(v); }))
        throw Error("STA-003",
                    "A feature is not a finite number. Prepare the cases again and look for damaged images.");
    if (x.rows < x.columns)
        setBasisOfRows(x);
    else {
        m_dims = x.columns;
        m_coordinates = x.values;
    }
    for (std::size_t i = 0; i < m_rows; ++i)
        m_rowNormSum += std::sqrt(1 + dot(&m_coordinates[i * m_dims], &m_coordinates[i * m_dims], m_dims));
    const std::size_t size = m_outputs * (m_dims + 1);
    m_theta.assign(size, 0);
    m_gradient.assign(size, 0);
    m_preconditioner.assign(size, 1);
    m_probability.assign(m_rows * m_outputs, 0);
}

void LogisticSolver::relabel(std::span<const int> labels) {
    checkLabels(labels, m_rows, m_classes);
    m_labels.assign(labels.begin(), labels.end());
    std::fill(m_theta.begin(), m_theta.end(), 0);
}

/// Gram-Schmidt, each row orthogonalised twice ("twice is enough"); rows that depend on earlier ones add no direction.
void LogisticSolver::setBasisOfRows(const Matrix& x) {
    std::vector<double> triangle(x.rows * x.rows, 0);
    std::vector<double> rest(x.columns);
    for (std::size_t i = 0; i < x.rows; ++i) {
        const double* row = &x.values[i * x.columns];
        std::copy(row, row + x.columns, rest.begin());
        const double length = norm(rest);
        for (int pass = 0; pass < 2; ++pass)
            for (std::size_t j = 0; j < m_dims; ++j) {
                const double part = dot(&m_basis[j * x.columns], rest.data(), x.columns);
                triangle[i * x.rows + j] += part;
                addScaled(rest.data(), &m_basis[j * x.columns], -part, x.columns);
            }
        const double left = norm(rest);
        if (left <= kRankTolerance * length)
            continue;
        triangle[i * x.rows + m_dims] = left;
        for (const double value : rest)
            m_basis.push_back(value / left);
        ++m_dims;
    }
    m_coordinates.resize(x.rows * m_dims);
    for (std::size_t i = 0; i < x.rows; ++i)
        std::copy_n(&triangle[i * x.rows], m_dims, m_coordinates.begin() + static_cast<std::ptrdiff_t>(i * m_dims));
}

double LogisticSolver::evaluate() {
    const std::size_t stride = m_dims + 1;
    double loss = 0;
    std::fill(m_gradient.begin(), m_gradient.end(), 0);
    for (std::size_t i = 0; i < m_rows; ++i) {
        const double* row = m_coordinates.data() + i * m_dims;
        double* p = &m_probability[i * m_outputs];
        const auto label = static_cast<std::size_t>(m_labels[i]);
        for (std::size_t k = 0; k < m_outputs; ++k)
            p[k] = dot(&m_theta[k * stride], row, m_dims) + m_theta[k * stride + m_dims];
        if (m_outputs == 1) {
            loss += softplus(label == 1 ? -p[0] : p[0]);
            p[0] = sigmoid(p[0]);
        } else {
            loss += softmaxLoss(p, m_outputs, label);
        }
        for (std::size_t k = 0; k < m_outputs; ++k) {
            const bool isTrue = m_outputs == 1 ? label == 1 : label == k;
            const double residual = m_c * (p[k] - (isTrue ? 1 : 0));
            addScaled(&m_gradient[k * stride], row, residual, m_dims);
            m_gradient[k * stride + m_dims] += residual;
        }
    }
    double penalty = 0;
    for (std::size_t k = 0; k < m_outputs; ++k) {
        penalty += dot(&m_theta[k * stride], &m_theta[k * stride], m_dims);
        addScaled(&m_gradient[k * stride], &m_theta[k * stride], 1, m_dims);
    }
    return penalty / 2 + m_c * loss;
}

void LogisticSolver::hessianTimes(std::span<const double> v, std::span<double> out) const {
    const std::size_t stride = m_dims + 1;
    std::copy(v.begin(), v.end(), out.begin());
    for (std::size_t k = 0; k < m_outputs; ++k)
        out[k * stride + m_dims] = 0; // the intercept carries no penalty
    std::vector<double> moved(m_outputs);
    for (std::size_t i = 0; i < m_rows; ++i) {
        const double* row = m_coordinates.data() + i * m_dims;
        const double* p = &m_probability[i * m_outputs];
        double mean = 0;
        for (std::size_t k = 0; k < m_outputs; ++k) {
            moved[k] = dot(&v[k * stride], row, m_dims) + v[k * stride + m_dims];
            mean += p[k] * moved[k];
        }
        for (std::size_t k = 0; k < m_outputs; ++k) {
            // Both are p_k (moved_k - mean); for one output the other class never moves.
            const double t = m_c * p[k] * (m_outputs == 1 ? (1 - p[0]) * moved[0] : moved[k] - mean);
            addScaled(&out[k * stride], row, t, m_dims);
            out[k * stride + m_dims] += t;
        }
    }
}

void LogisticSolver::setPreconditioner() {
    const std::size_t stride = m_dims + 1;
    for (std::size_t k = 0; k < m_outputs; ++k) {
        double* diagonal = &m_preconditioner[k * stride];
        std::fill(diagonal, diagonal + m_dims, 1);
        diagonal[m_dims] = std::numeric_limits<double>::min();
        for (std::size_t i = 0; i < m_rows; ++i) {
            const double* row = m_coordinates.data() + i * m_dims;
            const double p = m_probability[i * m_outputs + k];
            const double curvature = m_c * p * (1 - p);
            for (std::size_t j = 0; j < m_dims; ++j)
                diagonal[j] += curvature * row[j] * row[j];
            diagonal[m_dims] += curvature;
        }
    }
}

std::vector<double> LogisticSolver::newtonDirection(double tolerance) const {
    const std::size_t size = m_theta.size();
    std::vector<double> d(size, 0);
    std::vector<double> residual(size);
    std::vector<double> scaled(size);
    std::vector<double> image(size);
    for (std::size_t i = 0; i < size; ++i) {
        residual[i] = -m_gradient[i];
        scaled[i] = residual[i] / m_preconditioner[i];
    }
    std::vector<double> search = scaled;
    double product = dot(residual.data(), scaled.data(), size);
    const double goal = tolerance * norm(m_gradient);
    for (std::size_t iteration = 0; iteration < 4 * size + 20 && norm(residual) > goal; ++iteration) {
        hessianTimes(search, image);
        const double curvature = dot(search.data(), image.data(), size);
        if (!(curvature > 0))
            break;
        const double alpha = product / curvature;
        addScaled(d.data(), search.data(), alpha, size);
        addScaled(residual.data(), image.data(), -alpha, size);
        for (std::size_t i = 0; i < size; ++i)
            scaled[i] = residual[i] / m_preconditioner[i];
        const double next = dot(residual.data(), scaled.data(), size);
        const double beta = next / product;
        product = next;
        for (std::size_t i = 0; i < size; ++i)
            search[i] = scaled[i] + beta * search[i];
    }
    return d;
}

bool LogisticSolver::step(const std::vector<double>& d, double& objective) {
    const double slope = dot(d.data(), m_gradient.data(), d.size());
    const double before = norm(m_gradient);
    const std::vector<double> start = m_theta;
    // Close to the minimum the objective no longer shows progress that the gradient still does.
    const double blur = 8 * std::numeric_limits<double>::epsilon() * std::abs(objective);
    for (double t = 1; t > 1e-12; t /= 2) {
        m_theta = start;
        addScaled(m_theta.data(), d.data(), t, d.size());
        const double trial = evaluate();
        const bool isLower = trial <= objective + 1e-4 * t * slope;
        const bool isFlatter = trial <= objective + blur && norm(m_gradient) < before;
        if (isLower || isFlatter) {
            objective = trial;
            return norm(m_gradient) < before || trial < objective - blur || isLower;
        }
    }
    m_theta = start;
    objective = evaluate();
    return false;
}

LogisticModel LogisticSolver::fit(double c) {
    if (!(c > 0) || !std::isfinite(c))
        throw Error("STA-006", "The penalty C of the logistic regression must be a positive number.");
    m_c = c;
    double objective = evaluate();
    const double first = std::max(norm(m_gradient), 1e-300);
    bool isMoving = true;
    for (int i = 0; i < kMaxNewtonSteps && isMoving && norm(m_gradient) > kGradientTolerance; ++i) {
        setPreconditioner();
        const double tolerance = std::min(0.1, norm(m_gradient) / first);
        isMoving = step(newtonDirection(std::max(tolerance, 1e-10)), objective);
    }
    // Features in large units leave a gradient of their own rounding.
    if (!(norm(m_gradient) <= std::max(1e-8, 1e-12 * c * m_rowNormSum)))
        throw Error("STA-007", "The logistic regression did not converge. Look for features of extreme size.");
    return model();
}

LogisticModel LogisticSolver::model() const {
    const std::size_t stride = m_dims + 1;
    const auto classes = static_cast<std::size_t>(m_classes);
    LogisticModel out{m_classes, std::vector<double>(classes * m_columns, 0), std::vector<double>(classes, 0)};
    for (std::size_t k = 0; k < m_outputs; ++k) {
        std::vector<double> w(m_columns, 0);
        if (m_basis.empty())
            std::copy_n(&m_theta[k * stride], m_dims, w.begin());
        else
            for (std::size_t j = 0; j < m_dims; ++j)
                addScaled(w.data(), &m_basis[j * m_columns], m_theta[k * stride + j], m_columns);
        const double bias = m_theta[k * stride + m_dims];
        if (m_outputs > 1) {
            std::copy(w.begin(), w.end(), out.weights.begin() + static_cast<std::ptrdiff_t>(k * m_columns));
            out.bias[k] = bias;
            continue;
        }
        for (std::size_t j = 0; j < m_columns; ++j) {
            out.weights[j] = -w[j] / 2;
            out.weights[m_columns + j] = w[j] / 2;
        }
        out.bias = {-bias / 2, bias / 2};
    }
    // A shift common to all intercepts changes no probability; zero on average is the one that is reported.
    const double shift = std::accumulate(out.bias.begin(), out.bias.end(), 0.0) / static_cast<double>(classes);
    for (double& bias : out.bias)
        bias -= shift;
    return out;
}

} // namespace nidus
