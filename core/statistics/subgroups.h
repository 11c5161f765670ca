// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/statistics/decision_rule.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace nidus {

/// The cases of a run sorted by a property of their images.
struct CaseGrouping {
    std::string property;                      ///< "manufacturer", "model", "field_strength", "spacing", "age", "sex"
    std::map<std::string, std::string> ofCase; ///< name of the group by case id; empty: not known
};

/// How a group of cases fared. Intervals take the cases as independent.
struct SubgroupFigures {
    std::string name;                                 ///< empty: the cases of which the property is not known
    std::vector<std::string> cases;                   ///< ids, labelled ones only
    Estimate right;                                   ///< share of right calls, Wilson's interval
    std::optional<Estimate> auc;                      ///< pooled; absent when a class has no case in the group
    std::optional<Estimate> sensitivity, specificity; ///< two classes; Wilson's intervals
};

/// Figures of a group of fewer cases than this say next to nothing.
inline constexpr std::size_t kFewestInSubgroup = 10;

/// A row for each group, by name, the unknown ones last. `positive`: index of the positive class (two classes). Cases
/// without a label or a group do not count. Throws as scoredCases().
[[nodiscard]] std::vector<SubgroupFigures> subgroupFigures(const std::vector<Prediction>& predictions,
                                                           std::size_t classes, int positive, const DecisionRule& rule,
                                                           const CaseGrouping& grouping);

} // namespace nidus
