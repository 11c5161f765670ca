// SPDX-License-Identifier: Apache-2.0
#include "core/statistics/subgroups.h"

#include "core/statistics/roc.h"

#include <algorithm>

namespace nidus {
namespace {

SubgroupFigures figuresOf(const std::string& name, const std::vector<Prediction>& members, std::size_t classes,
                          int positive, const DecisionRule& rule) {
    SubgroupFigures out;
    out.name = name;
    std::vector<int> right{0, 0}, count{0, 0}; // of the other class or classes, of the positive one
    for (const Prediction& p : members) {
        out.cases.push_back(p.caseId);
        const std::size_t side = p.label == positive ? 1 : 0;
        ++count[side];
        right[side] += decidedClass(p, rule) == p.label ? 1 : 0;
    }
    out.right = wilsonInterval(right[0] + right[1], count[0] + count[1]);
    if (const auto auc = pooledAuc(scoredCases(members, classes, positive)))
        out.auc = withInterval(*auc, kDeLongMethod);
    if (classes == 2) {
        out.specificity = wilsonInterval(right[0], count[0]);
        out.sensitivity = wilsonInterval(right[1], count[1]);
    }
    return out;
}

} // namespace

std::vector<SubgroupFigures> subgroupFigures(const std::vector<Prediction>& predictions, std::size_t classes,
                                             int positive, const DecisionRule& rule, const CaseGrouping& grouping) {
    std::map<std::string, std::vector<Prediction>> groups;
    for (const Prediction& p : predictions)
        if (const auto found = grouping.ofCase.find(p.caseId); found != grouping.ofCase.end() && p.label >= 0)
            groups[found->second].push_back(p);
    std::vector<SubgroupFigures> out;
    for (const auto& [name, members] : groups)
        out.push_back(figuresOf(name, members, classes, positive, rule));
    if (!out.empty() && out.front().name.empty())
        std::rotate(out.begin(), out.begin() + 1, out.end());
    return out;
}

} // namespace nidus
