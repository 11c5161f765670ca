// SPDX-License-Identifier: Apache-2.0
#include "core/training/case_groupings.h"

#include <algorithm>
#include <cstdio>
#include <functional>
#include <utility>

namespace nidus {
namespace {

std::string tesla(double strength) {
    char text[32];
    std::snprintf(text, sizeof text, "%.1f T", strength);
    return strength > 0 ? text : "";
}

std::string ofScanners(const JobCase& c, const std::function<std::string(const Scanner&)>& nameOf) {
    std::vector<std::string> names;
    for (const Scanner& scanner : c.scanners)
        if (std::string name = nameOf(scanner); !name.empty() && std::ranges::find(names, name) == names.end())
            names.push_back(std::move(name));
    std::string text;
    for (const std::string& name : names)
        text += (text.empty() ? "" : " + ") + name;
    return text;
}

/// In the order of their names.
std::string spacingBand(const JobCase& c) {
    constexpr std::pair<double, const char*> kBands[] = {{1, "0–1 mm"}, {2, "1–2 mm"}, {3, "2–3 mm"}, {5, "3–5 mm"}};
    const double distance = *std::ranges::max_element(c.spacing);
    if (!(distance > 0))
        return {};
    for (const auto& [end, name] : kBands)
        if (distance <= end)
            return name;
    return "> 5 mm";
}

} // namespace

std::vector<CaseGrouping> caseGroupings(const TrainingJob& job) {
    const std::pair<const char*, std::function<std::string(const JobCase&)>> properties[] = {
        {"manufacturer",
         [](const JobCase& c) { return ofScanners(c, [](const Scanner& s) { return s.manufacturer; }); }},
        {"model", [](const JobCase& c) { return ofScanners(c, [](const Scanner& s) { return s.model; }); }},
        {"field_strength",
         [](const JobCase& c) { return ofScanners(c, [](const Scanner& s) { return tesla(s.fieldStrength); }); }},
        {"spacing", spacingBand}};
    std::vector<CaseGrouping> out;
    for (const auto& [property, nameOf] : properties) {
        CaseGrouping grouping{property, {}};
        for (const JobCase& c : job.cases)
            grouping.ofCase[c.id] = nameOf(c);
        if (std::ranges::any_of(grouping.ofCase, [](const auto& item) { return !item.second.empty(); }))
            out.push_back(std::move(grouping));
    }
    return out;
}

} // namespace nidus
