// SPDX-License-Identifier: Apache-2.0
#include "core/project/series_rule.h"

#include "core/base/csv.h"
#include "core/project/accept.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <utility>

namespace nidus {
namespace {

std::string lowered(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; });
    return text;
}

/// The words of a rule, in lower case.
struct Words {
    std::vector<std::string> wanted, unwanted;
};

Words wordsOf(const SeriesRule& rule) {
    Words all;
    const std::string& words = rule.words;
    for (std::size_t from = 0; from <= words.size();) {
        const std::size_t to = std::min(words.find('|', from), words.size());
        std::string word = lowered(trimmed(words.substr(from, to - from)));
        const bool isUnwanted = word.starts_with('-');
        if (isUnwanted)
            word = trimmed(word.substr(1));
        if (!word.empty())
            (isUnwanted ? all.unwanted : all.wanted).push_back(std::move(word));
        from = to + 1;
    }
    return all;
}

bool isOffered(const SeriesInfo& series) {
    return canBeUsed(series) && std::none_of(series.problems.begin(), series.problems.end(), [](const Problem& each) {
               return each.code == "DCM-014";
           });
}

bool fits(const SeriesInfo& series, const SeriesRule& rule, const Words& words) {
    const std::string& kind = series.source.modality.empty() ? series.format : series.source.modality;
    if (!rule.modality.empty() && kind != rule.modality)
        return false;
    if (rule.maxSliceSpacing > 0 && series.spacing.z > rule.maxSliceSpacing)
        return false;
    const std::string description = lowered(series.description.empty() && !series.source.files.empty()
                                                ? series.source.files.front().filename().string()
                                                : series.description);
    const auto isIn = [&](const std::string& word) { return description.find(word) != std::string::npos; };
    return (words.wanted.empty() || std::any_of(words.wanted.begin(), words.wanted.end(), isIn))
           && std::none_of(words.unwanted.begin(), words.unwanted.end(), isIn);
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

/// Those at the top among the series of a patient or an examination, in their order.
class Best {
public:
    void offer(const std::vector<SeriesInfo>& series, std::size_t i) {
        const int order = m_equals.empty() ? -1 : compared(series[i], series[m_equals.front()]);
        if (order < 0)
            m_equals.assign(1, i);
        else if (order == 0)
            m_equals.push_back(i);
    }
    [[nodiscard]] const std::vector<std::size_t>& equals() const { return m_equals; }

private:
    std::vector<std::size_t> m_equals;
};

/// "lung_001" of "lung_001_0000.nii.gz", as nnU-Net names the images of a case; empty for other names.
std::string stemOfChannelFile(const std::string& name) {
    constexpr std::size_t kDigits = 4;
    std::filesystem::path file(name);
    if (file.extension() == ".gz")
        file = file.stem();
    const std::string stem = file.stem().string();
    if (stem.size() < kDigits + 2 || stem[stem.size() - kDigits - 1] != '_'
        || stem.find_first_not_of("0123456789", stem.size() - kDigits) != std::string::npos)
        return {};
    return stem.substr(0, stem.size() - kDigits - 1);
}

/// One image per rule of an examination, as far as there are.
struct Examination {
    std::vector<std::size_t> series;
    std::vector<std::size_t> images;
    bool hasEquals = false;
};

void chooseImages(const std::vector<SeriesInfo>& series, const std::vector<SeriesRule>& rules,
                  Examination& examination) {
    for (const SeriesRule& rule : rules) {
        const Words words = wordsOf(rule);
        Best best;
        for (const std::size_t i : examination.series)
            if (std::find(examination.images.begin(), examination.images.end(), i) == examination.images.end()
                && isOffered(series[i]) && fits(series[i], rule, words))
                best.offer(series, i);
        if (best.equals().empty())
            return;
        examination.images.push_back(best.equals().front());
        examination.hasEquals = examination.hasEquals || best.equals().size() > 1;
    }
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
    const Words words = wordsOf(rule);
    std::map<std::string, Best> best; // by patient
    for (std::size_t i = 0; i < series.size(); ++i) {
        Best& ofPatient = best[patientKeyOf(series[i])];
        if (isOffered(series[i]) && fits(series[i], rule, words))
            ofPatient.offer(series, i);
    }
    RuleOutcome outcome;
    for (const auto& [patient, ofPatient] : best) {
        const std::vector<std::size_t>& equals = ofPatient.equals();
        outcome.one += equals.size() == 1 ? 1 : 0;
        outcome.none += equals.empty() ? 1 : 0;
        outcome.several += equals.size() > 1 ? 1 : 0;
        if (!equals.empty())
            outcome.chosen.push_back(equals.front());
    }
    std::sort(outcome.chosen.begin(), outcome.chosen.end());
    return outcome;
}

std::string examinationKeyOf(const SeriesInfo& series) {
    if (!series.studyUid.empty() || !series.patientKey.empty())
        return series.patientKey + '\n' + series.studyUid;
    if (series.source.files.empty())
        return series.source.uid;
    const std::filesystem::path& file = series.source.files.front();
    return (file.parent_path() / stemOfChannelFile(file.filename().string())).string();
}

ChannelOutcome chooseChannels(const std::vector<SeriesInfo>& series, const std::vector<SeriesRule>& rules) {
    // Patients by their own key, their examinations by date; files that name no patient are one per examination.
    std::map<std::string, std::map<std::pair<std::string, std::string>, Examination>> patients;
    for (std::size_t i = 0; i < series.size(); ++i) {
        const std::string examination = examinationKeyOf(series[i]);
        const bool isNamed = !series[i].patientKey.empty() || !series[i].studyUid.empty();
        patients[isNamed ? patientKeyOf(series[i]) : examination][{series[i].studyDate, examination}].series.push_back(
            i);
    }
    ChannelOutcome outcome;
    for (auto& [patient, examinations] : patients) {
        bool isComplete = false;
        for (auto& [key, examination] : examinations) {
            chooseImages(series, rules, examination);
            isComplete = examination.images.size() == rules.size();
            if (!isComplete)
                continue;
            for (std::size_t channel = 0; channel < rules.size(); ++channel)
                outcome.chosen.push_back({examination.images[channel], key.second, static_cast<int>(channel)});
            outcome.several += examination.hasEquals ? 1 : 0;
            break;
        }
        outcome.complete += isComplete ? 1 : 0;
        outcome.incomplete += isComplete ? 0 : 1;
    }
    return outcome;
}

void includeChannels(std::vector<SeriesInfo>& series, const std::vector<SeriesRule>& rules) {
    const ChannelOutcome outcome = chooseChannels(series, rules);
    for (SeriesInfo& each : series)
        each.included = false;
    for (const ChannelOutcome::Choice& choice : outcome.chosen) {
        SeriesInfo& each = series[choice.series];
        each.included = true;
        each.caseKey = choice.caseKey;
        each.channel = choice.channel;
    }
}

} // namespace nidus
