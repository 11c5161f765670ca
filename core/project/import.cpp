// SPDX-License-Identifier: Apache-2.0
#include "core/project/import.h"

#include "core/project/link_table.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <set>
#include <utility>

namespace nidus {
namespace {

namespace fs = std::filesystem;

/// Number of "case-0012"; 0 for any other id.
long caseNumber(const std::string& id) {
    constexpr std::string_view kPrefix = "case-";
    long number = 0;
    if (!id.starts_with(kPrefix))
        return 0;
    const char* end = id.data() + id.size();
    const auto [stop, failure] = std::from_chars(id.data() + kPrefix.size(), end, number);
    return failure == std::errc{} && stop == end ? number : 0;
}

std::string caseName(long number) {
    std::string digits = std::to_string(number);
    if (digits.size() < 4)
        digits.insert(0, 4 - digits.size(), '0');
    return "case-" + digits;
}

/// What a person recognises a series by, for messages.
std::string nameOf(const SeriesInfo& series) {
    if (series.source.files.size() == 1)
        return series.source.files.front().string();
    const std::string folder =
        series.source.files.empty() ? series.source.uid : series.source.files.front().parent_path().string();
    return series.description.empty() ? folder : series.description + " in " + folder;
}

struct Cohort {
    std::vector<std::string> patients, labels;
    std::set<std::string> ids;
    std::map<std::string, std::string> caseBySource; ///< first file and part of each channel
    long lastNumber = 0;
};

std::string sourceKey(const SeriesSource& source) {
    std::string key = source.files.empty()
                          ? source.uid
                          : std::min_element(source.files.begin(), source.files.end())->lexically_normal().string();
    return key.append(1, '\0').append(source.part);
}

Cohort cohortOf(const Project& project) {
    Cohort cohort;
    for (const Case& each : project.cases()) {
        cohort.ids.insert(each.id);
        cohort.patients.push_back(each.patient);
        cohort.labels.push_back(each.label);
        cohort.lastNumber = std::max(cohort.lastNumber, caseNumber(each.id));
        for (const SeriesSource& source : each.channels)
            cohort.caseBySource.emplace(sourceKey(source), each.id);
    }
    return cohort;
}

void reportExcluded(const SeriesInfo& series, std::vector<Problem>& problems) {
    for (Problem problem : series.problems) {
        problem.text = nameOf(series) + " was left out. " + problem.text;
        problems.push_back(std::move(problem));
    }
    if (series.problems.empty())
        problems.push_back(
            {"IMP-012", Severity::Info, nameOf(series) + " was left out because it is not selected.", ""});
}

bool isUsable(const SeriesInfo& series, const ImportOptions& options) {
    return series.included && !cohortProblem(series, options);
}

/// The images of each case that has several, by its key and in the order of their channels.
std::map<std::string, std::vector<const SeriesInfo*>> imagesByCase(const std::vector<SeriesInfo>& series,
                                                                   const ImportOptions& options) {
    std::map<std::string, std::vector<const SeriesInfo*>> cases;
    for (const SeriesInfo& each : series)
        if (!each.caseKey.empty() && isUsable(each, options))
            cases[each.caseKey].push_back(&each);
    for (auto& [key, images] : cases)
        std::stable_sort(images.begin(), images.end(),
                         [](const SeriesInfo* a, const SeriesInfo* b) { return a->channel < b->channel; });
    return cases;
}

/// Makes cases of series and says what is to be said of each.
class CaseMaker {
public:
    /// `channels`: images of a case that is made of several series.
    CaseMaker(const Project& project, int channels)
        : m_cohort(cohortOf(project)), m_links(project.folder(), m_cohort.patients), m_channels(channels) {}

    void add(const std::vector<const SeriesInfo*>& images) {
        const SeriesInfo& first = *images.front();
        if (!first.caseKey.empty() && !isWhole(images)) {
            report.problems.push_back({"IMP-013", Severity::Warning,
                                       nameOf(first) + " was left out, for its case does not have all "
                                           + std::to_string(m_channels) + " images.",
                                       ""});
            return;
        }
        if (isKnown(images))
            return;
        Case added;
        added.id = caseName(++m_cohort.lastNumber);
        added.patient = m_links.pseudonymOf(patientKeyOf(first));
        m_withoutPatient += first.patientKey.empty() && first.studyUid.empty();
        for (const SeriesInfo* each : images) {
            m_cohort.caseBySource.emplace(sourceKey(each->source), added.id);
            added.channels.push_back(each->source);
            for (Problem problem : each->problems) {
                problem.caseId = added.id;
                report.problems.push_back(problem);
                added.problems.push_back(std::move(problem));
            }
        }
        report.added.push_back(added.id);
        m_cases.push_back(std::move(added));
    }

    void store(Project& project) {
        if (m_withoutPatient > 0)
            report.problems.push_back({"IMP-010", Severity::Info,
                                       std::to_string(m_withoutPatient)
                                           + " of the images name no patient; each counts as a patient of its own. Use "
                                             "a table with a column \"patient\" when several belong together.",
                                       ""});
        m_links.save();
        project.addCases(m_cases);
    }

    ImportReport report;

private:
    [[nodiscard]] bool isWhole(const std::vector<const SeriesInfo*>& images) const {
        if (static_cast<int>(images.size()) != m_channels)
            return false;
        for (int i = 0; i < m_channels; ++i)
            if (images[static_cast<std::size_t>(i)]->channel != i)
                return false;
        return true;
    }

    bool isKnown(const std::vector<const SeriesInfo*>& images) {
        for (const SeriesInfo* each : images)
            if (const auto known = m_cohort.caseBySource.find(sourceKey(each->source));
                known != m_cohort.caseBySource.end()) {
                report.problems.push_back({"IMP-009", Severity::Info,
                                           nameOf(*each) + " is in the project already, as " + known->second + ".",
                                           known->second});
                return true;
            }
        return false;
    }

    Cohort m_cohort;
    LinkTable m_links;
    int m_channels;
    std::vector<Case> m_cases;
    long m_withoutPatient = 0;
};

} // namespace

std::optional<Problem> cohortProblem(const SeriesInfo& series, const ImportOptions& options) {
    const auto& overrides = series.source.overrides;
    if (series.shape.z >= options.minSlices
        || std::find(overrides.begin(), overrides.end(), "DCM-010") != overrides.end())
        return std::nullopt;
    return Problem{"DCM-010", Severity::Blocker,
                   nameOf(series) + " has only " + std::to_string(series.shape.z) + " slices; at least "
                       + std::to_string(options.minSlices) + " are needed. Lower the limit if that is intended.",
                   ""};
}

void applyCohortRules(std::vector<SeriesInfo>& series, const ImportOptions& options) {
    for (SeriesInfo& each : series)
        if (const auto problem = each.included ? cohortProblem(each, options) : std::nullopt) {
            each.problems.push_back(*problem);
            each.included = false;
        }
}

ImportReport importPaths(Project& project, const std::vector<fs::path>& paths, SeriesReader& reader,
                         const JobControl& control, const ImportOptions& options) {
    ScanReport found = reader.scan(paths, control.part(0, 0.95));
    if (!options.channels.empty())
        includeChannels(found.series, options.channels);
    ImportReport report = importSeries(project, found.series, options);
    for (const UnassignedFile& file : found.unassigned)
        report.problems.push_back({file.code, Severity::Info, file.path.string() + ": " + file.text, ""});
    control.step(1, "Cases added");
    return report;
}

ImportReport importSeries(Project& project, const std::vector<SeriesInfo>& series, const ImportOptions& options) {
    std::map<std::string, std::vector<const SeriesInfo*>> images = imagesByCase(series, options);
    int channels = 1;
    for (const SeriesInfo& each : series)
        if (each.included && !each.caseKey.empty())
            channels = std::max(channels, each.channel + 1);
    CaseMaker maker(project, channels);
    for (const SeriesInfo& each : series) {
        if (!each.included)
            reportExcluded(each, maker.report.problems);
        else if (const auto problem = cohortProblem(each, options))
            maker.report.problems.push_back(*problem);
        else if (each.caseKey.empty())
            maker.add({&each});
        else if (const auto ofCase = images.extract(each.caseKey); !ofCase.empty()) // where its first image stands
            maker.add(ofCase.mapped());
    }
    maker.store(project);
    return std::move(maker.report);
}

ImportReport importTable(Project& project, const fs::path& table, const fs::path& root, SeriesReader& reader,
                         const JobControl& control, const ImportOptions& options) {
    TableCases read = readCaseTable(table, root, reader, control, options);
    const Cohort cohort = cohortOf(project);
    LinkTable links(project.folder(), cohort.patients);
    ImportReport report;
    report.problems = std::move(read.problems);
    std::vector<Case> cases;
    for (Case& each : read.cases) {
        if (cohort.ids.contains(each.id)) {
            report.problems.push_back(
                {"IMP-001", Severity::Warning, "The project has a case \"" + each.id + "\" already.", each.id});
            continue;
        }
        for (const SeriesSource& source : each.channels)
            if (const auto known = cohort.caseBySource.find(sourceKey(source)); known != cohort.caseBySource.end())
                each.problems.push_back({"IMP-009", Severity::Warning,
                                         "An image of this case is also used by " + known->second + ".", each.id});
        each.patient = links.pseudonymOf(each.patient);
        report.problems.insert(report.problems.end(), each.problems.begin(), each.problems.end());
        report.added.push_back(each.id);
        cases.push_back(std::move(each));
    }
    links.save();
    project.addCases(cases);
    updateClasses(project, cohort.labels);
    return report;
}

} // namespace nidus
