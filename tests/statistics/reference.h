// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/statistics/evaluation.h"
#include "core/statistics/logistic_regression.h"

#include <nlohmann/json.hpp>

#include <QTest>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <fstream>
#include <string>
#include <vector>

namespace nidus {

/// tests/data/statistics_reference.json, made by tests/tools/make_statistics_reference.py.
inline const nlohmann::json& statisticsReference() {
    static const nlohmann::json reference = [] {
        std::ifstream file(std::string(NIDUS_SOURCE_DIR) + "/tests/data/statistics_reference.json");
        return nlohmann::json::parse(file);
    }();
    return reference;
}

/// The number i of a stream in [-1, 1) that the script draws alike.
inline double hashed(std::uint64_t i, std::uint64_t seed) {
    std::uint64_t x = (seed << 32U) + i + 0x9E3779B97F4A7C15ULL;
    x = (x ^ (x >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    x = (x ^ (x >> 27U)) * 0x94D049BB133111EBULL;
    x = x ^ (x >> 31U);
    return static_cast<double>(x >> 11U) * 0x1.0p-52 - 1.0;
}

/// Feature table of the script's function `table`; labels are i % classes.
inline Matrix hashedTable(std::size_t rows, std::size_t columns, std::size_t classes, std::uint64_t seed) {
    Matrix x{rows, columns, std::vector<double>(rows * columns)};
    for (std::size_t i = 0; i < rows; ++i)
        for (std::size_t j = 0; j < columns; ++j) {
            double value = hashed(i * columns + j, seed) + 1.5 * hashed(i * 3 + j % 3, seed + 1);
            value += (j % 5 == 0 ? 0.5 : 0.0) * static_cast<double>(i % classes);
            value = value * (1 + static_cast<double>(j % 4)) + 3.0 * static_cast<double>(j % 7);
            x.values[i * columns + j] = j + 1 == columns ? 2.5 : value;
        }
    return x;
}

inline std::vector<int> hashedLabels(std::size_t rows, std::size_t classes) {
    std::vector<int> out;
    for (std::size_t i = 0; i < rows; ++i)
        out.push_back(static_cast<int>(i % classes));
    return out;
}

/// Cases of the reference, two of them per patient.
inline std::vector<Prediction> predictionsOf(const nlohmann::json& r) {
    std::vector<Prediction> out;
    for (std::size_t i = 0; i < r["labels"].size(); ++i)
        out.push_back({std::to_string(i), std::to_string(i / 2), r["folds"][i], r["labels"][i], r["probabilities"][i],
                       r["logits"][i]});
    return out;
}

/// Two classes, one probability of the second per case.
inline std::vector<Prediction> predictions(const std::vector<int>& labels, const std::vector<double>& p,
                                           const std::vector<int>& folds) {
    std::vector<Prediction> out;
    for (std::size_t i = 0; i < labels.size(); ++i)
        out.push_back({std::to_string(i), "", folds[i], labels[i], {1 - p[i], p[i]}, {}});
    return out;
}

/// Largest |a - b|; infinite when the sizes differ.
inline double maxDifference(const std::vector<double>& a, const std::vector<double>& b) {
    if (a.size() != b.size())
        return INFINITY;
    double out = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        out = std::isnan(a[i] - b[i]) ? INFINITY : std::max(out, std::abs(a[i] - b[i]));
    return out;
}

inline double maxDifference(const std::vector<std::vector<double>>& a, const std::vector<std::vector<double>>& b) {
    if (a.size() != b.size())
        return INFINITY;
    double out = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        out = std::max(out, maxDifference(a[i], b[i]));
    return out;
}

} // namespace nidus

/// |a - b| <= tolerance, and says by how much it failed.
#define QVERIFY_NEAR(a, b, tolerance)                                                                                  \
    QVERIFY2(std::abs((a) - (b)) <= (tolerance),                                                                       \
             qPrintable(QStringLiteral("%1 instead of %2").arg(double(a), 0, 'g', 17).arg(double(b), 0, 'g', 17)))
