// SPDX-License-Identifier: Apache-2.0
#include "core/training/patient_groupings.h"

#include "core/base/error.h"

#include <algorithm>
#include <cctype>
#include <chrono>
#include <map>
#include <utility>

namespace nidus {
namespace {

constexpr double kDaysPerYear = 365.2425, kOldest = 120;

bool isNumber(const std::string& text) {
    return !text.empty() && std::ranges::all_of(text, [](unsigned char c) { return std::isdigit(c) != 0; });
}

std::optional<std::chrono::sys_days> dayOf(const std::string& date) {
    if (date.size() != 8 || !isNumber(date))
        return std::nullopt;
    const std::chrono::year_month_day day{std::chrono::year(std::stoi(date.substr(0, 4))),
                                          std::chrono::month(static_cast<unsigned>(std::stoi(date.substr(4, 2)))),
                                          std::chrono::day(static_cast<unsigned>(std::stoi(date.substr(6, 2))))};
    return day.ok() ? std::optional(std::chrono::sys_days(day)) : std::nullopt;
}

std::optional<double> possible(double years) {
    return years >= 0 && years <= kOldest ? std::optional(years) : std::nullopt;
}

/// In the order of their names.
std::string ageBand(std::optional<double> years) {
    constexpr std::pair<double, const char*> kBands[] = {{20, "0–19"}, {40, "20–39"}, {60, "40–59"}, {80, "60–79"}};
    if (!years)
        return {};
    for (const auto& [end, name] : kBands)
        if (*years < end)
            return name;
    return "80+";
}

struct Person {
    std::string ageBand, sex;
};

Person personOf(const SeriesSource& image, const HeaderTexts& headerTexts) {
    try {
        const auto texts = headerTexts(image, {"PatientAge", "PatientBirthDate", "StudyDate", "PatientSex"});
        std::optional<double> years = patientAgeYears(texts[0], {}, {});
        if (!years)
            years = patientAgeYears({}, texts[1], texts[2]);
        return {ageBand(years), texts[3]};
    } catch (const Error&) {
        return {}; // not known, then
    }
}

} // namespace

std::optional<double> patientAgeYears(const std::string& age, const std::string& birthDate,
                                      const std::string& studyDate) {
    if (age.size() == 4 && isNumber(age.substr(0, 3))) {
        const double number = std::stoi(age.substr(0, 3));
        switch (age.back()) {
        case 'Y':
            return possible(number);
        case 'M':
            return possible(number / 12);
        case 'W':
            return possible(number * 7 / kDaysPerYear);
        case 'D':
            return possible(number / kDaysPerYear);
        default:
            break;
        }
    }
    const auto birth = dayOf(birthDate), study = dayOf(studyDate);
    if (!birth || !study)
        return std::nullopt;
    return possible(static_cast<double>((*study - *birth).count()) / kDaysPerYear);
}

std::vector<CaseGrouping> patientGroupings(const TrainingJob& job, const std::vector<Case>& cases,
                                           const HeaderTexts& headerTexts, const JobControl& control) {
    std::map<std::string, const SeriesSource*> images;
    for (const Case& each : cases)
        if (!each.channels.empty())
            images[each.id] = &each.channels.front();
    CaseGrouping age{"age", {}}, sex{"sex", {}};
    for (const JobCase& c : job.cases) {
        control.poll();
        const auto image = images.find(c.id);
        const Person person = image == images.end() ? Person() : personOf(*image->second, headerTexts);
        age.ofCase[c.id] = person.ageBand;
        sex.ofCase[c.id] = person.sex;
    }
    std::vector<CaseGrouping> out;
    for (CaseGrouping* grouping : {&age, &sex})
        if (std::ranges::any_of(grouping->ofCase, [](const auto& item) { return !item.second.empty(); }))
            out.push_back(std::move(*grouping));
    return out;
}

} // namespace nidus
