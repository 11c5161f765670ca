// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/statistics/estimate.h"
#include "core/statistics/scored_cases.h"

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace nidus {

/// Probability that a case of `positive` has a higher score than another one, ties count half. Absent when either
/// side is empty.
[[nodiscard]] std::optional<double> rocAuc(std::span<const double> scores, std::span<const int> labels, int positive);

/// An AUC and what its interval is made of. `standardError` is 0 or not a number where it cannot be estimated.
struct AucEstimate {
    double value = 0, standardError = 0;
    std::size_t disjointPairs = 0; ///< independent pairs of a positive and a negative case, for the exact interval
};

/// All cases as one sample: DeLong, DeLong, Clarke-Pearson 1988 (two classes); for the macro average the same
/// projection, with the variance taken within each true class.
[[nodiscard]] std::optional<AucEstimate> pooledAuc(const ScoredCases& cases);

/// Difference of two pooled AUCs on the same cases.
struct AucDifference {
    double first = 0, second = 0; ///< the AUCs
    Estimate difference;          ///< first - second; no bounds (not numbers) where it cannot vary and is not 0
    std::optional<double> p;      ///< two-sided, normal; absent there too
};

/// DeLong's test of two correlated AUCs: the projections of pooledAuc, subtracted case by case. Labels and ranked
/// classes must be the same on both sides, cases in the same order.
[[nodiscard]] std::optional<AucDifference> pooledAucDifference(const ScoredCases& first, const ScoredCases& second);

/// The AUC of each fold, in ascending order of the folds; absent where a class is missing.
[[nodiscard]] std::vector<std::optional<double>> aucOfFolds(const ScoredCases& cases);

/// Mean of the folds' AUCs with the standard error from its influence function (LeDell, Petersen, van der Laan 2015),
/// ties counted half, and one degree of freedom per fold and class taken off (the published form, without this, covers
/// 86 instead of 95 % with 30 cases in 5 folds). Folds without an AUC are left out.
[[nodiscard]] std::optional<AucEstimate> crossValidatedAuc(const ScoredCases& cases);

/// 95 % interval on the logit scale, named `method`. At 0 or 1, without a standard error, or with fewer than
/// kFewestPatients disjoint pairs, the exact binomial (Clopper-Pearson) interval over those pairs, named so:
/// conservative, but never a single point. For a fixed classifier both kinds cover 94 to 98 % (nidus-bench coverage:
/// AUC 0.7 to 0.95, 30 to 200 cases, one or three negatives per positive, five folds).
[[nodiscard]] Estimate withInterval(const AucEstimate& auc, const std::string& method);

inline constexpr const char* kDeLongMethod = "DeLong, logit scale";
inline constexpr const char* kDeLongDifferenceMethod = "DeLong, paired";
inline constexpr const char* kInfluenceMethod = "influence function, logit scale";
inline constexpr const char* kExactMethod = "exact, Clopper-Pearson over disjoint pairs";

} // namespace nidus
