// SPDX-License-Identifier: Apache-2.0
#include "core/project/series_rule.h"

#include "core/base/csv.h"
#include "core/project/accept.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace nidus {
namespace {

std::string lowered(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; });
    return text;
}

std::vector<std::string> alternatives(const std::string& words) {
    std::vector<std::string> all;
    for (std::size_t from = 0; from <= words.size();) {
        const std::size_t to = std::min(words.find('|', from), words.size());
        if (std::string word = trimmed(words.substr(from, to - from)); !word.empty())
            all.push_back(lowered(std::move(word)));
        from = to + 1;
    }
    return all;
}

bool isOffered(const SeriesInfo& series) {
    return canBeUsed(series) && std::none_of(series.problems.begin(), series.problems.end(), [](const Problem& each) {
               return each.code == "DCM-014";
           });
}

bool fits(const SeriesInfo& series, const SeriesRule& rule, const std::vector<std::string>& words) {
    const std::string& kind = series.source.modality.empty() ? series.format : series.source.modality;
    if (!rule.modality.empty() && kind != rule.modality)
        return false;
    if (rule.maxSliceSpacing > 0 && series.spacing.z > rule.maxSliceSpacing)
        return false;
    const std::string description = lowered(series.description);
    return words.empty() || std::any_of(words.begin(), words.end(), [&](const std::string& word) {
               return description.find(word) != std::string::npos;
           });
}

/// Below 0: `a` is better; 0: nothing tells them apart.
int compared(const SeriesInfo& a, const SeriesInfo& b) {
    constexpr double kSame = 1e-3; // mm; headers round
    if (std::abs(a.spacing.z - b.spacing.z) > kSame)
        return a.spacing.z < b.spacing.z ? -1 : 1;
    if (a.shape.z != b.shape.z)
        return a.shape.z > b.shape.z ? -1 : 1;
    return 0;
}

} // namespace

std::string patientKeyOf(const SeriesInfo& series) {
    if (!series.patientKey.empty())
        return series.patientKey;
    if (!series.studyUid.empty())
        return "study " + series.studyUid;
    return series.source.files.empty() ? "series " + series.source.uid : series.source.files.front().string();
}

RuleOutcome chooseOnePerPatient(const std::vector<SeriesInfo>& series, const SeriesRule& rule) {
    const std::vector<std::string> words = alternatives(rule.words);
    std::map<std::string, std::vector<std::size_t>> best; // those at the top, by patient
    for (std::size_t i = 0; i < series.size(); ++i) {
        std::vector<std::size_t>& equals = best[patientKeyOf(series[i])];
        if (!isOffered(series[i]) || !fits(series[i], rule, words))
            continue;
        const int order = equals.empty() ? -1 : compared(series[i], series[equals.front()]);
        if (order < 0)
            equals.assign(1, i);
        else if (order == 0)
            equals.push_back(i);
    }
    RuleOutcome outcome;
    for (const auto& [patient, equals] : best) {
        outcome.one += equals.size() == 1 ? 1 : 0;
        outcome.none += equals.empty() ? 1 : 0;
        outcome.several += equals.size() > 1 ? 1 : 0;
        if (!equals.empty())
            outcome.chosen.push_back(equals.front());
    }
    std::sort(outcome.chosen.begin(), outcome.chosen.end());
    return outcome;
}

} // namespace nidus
