// SPDX-License-Identifier: Apache-2.0
#include "core/project/prepare.h"

#include "core/base/allocator.h"
#include "core/base/files.h"
#include "core/base/parallel.h"
#include "core/imaging/case_file.h"
#include "core/project/cache_key.h"

#include <algorithm>
#include <chrono>
#include <future>
#include <map>
#include <system_error>
#include <utility>

namespace nidus {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

std::vector<Volume> readChannels(const std::vector<SeriesSource>& channels, const PreprocessingPlan& plan,
                                 SeriesReader& reader, const JobControl& control) {
    if (const std::size_t wanted = plan.configuration.normalization.size(); channels.size() != wanted)
        throw Error("IMG-013", "The case has " + std::to_string(channels.size()) + " channels, but the model needs "
                                   + std::to_string(wanted)
                                   + ". Import it again with as many images as the model has.");
    std::vector<Volume> volumes;
    for (const SeriesSource& source : channels)
        volumes.push_back(reader.read(source, control));
    return volumes;
}

/// From files to the array that nnU-Net's preprocessing starts from.
PlanImage readImage(const std::vector<SeriesSource>& channels, const PreprocessingPlan& plan, SeriesReader& reader,
                    const JobControl& control) {
    return stackChannels(readChannels(channels, plan, reader, control), plan.frame, plan.plans.imageReaderWriter);
}

/// Findings that an earlier preparation may have left; what the user decided to accept is not among them.
void removeOldFindings(Case& target) {
    std::erase_if(target.problems, [&](const Problem& problem) {
        const auto isAccepted = [&](const SeriesSource& source) {
            return std::find(source.overrides.begin(), source.overrides.end(), problem.code) != source.overrides.end();
        };
        return problem.code == "DCM-030"
               || (problem.severity == Severity::Blocker
                   && std::none_of(target.channels.begin(), target.channels.end(), isAccepted));
    });
}

/// A program that was killed while it wrote leaves its temporary files and folders; after a day nobody needs them.
void removeAbandonedFiles(const fs::path& folder) {
    std::error_code ignored;
    const auto yesterday = fs::file_time_type::clock::now() - std::chrono::hours(24);
    for (const auto& entry : fs::directory_iterator(folder, ignored))
        if (entry.path().filename().string().starts_with(".tmp-") && entry.last_write_time(ignored) < yesterday)
            fs::remove_all(entry.path(), ignored);
}

enum class Store { Cases, Nothing };

/// One preparation of `cases`. Where memory allows, the next case is read on a thread of its own while one is
/// preprocessed; at most two cases are in memory.
class Preparation {
public:
    Preparation(Project& project, std::vector<Case>& cases, Store store, const PreprocessingPlan& plan,
                SeriesReader& reader, const JobControl& control)
        : m_project(project), m_plan(plan), m_reader(reader), m_control(control), m_planText(planKeyText(plan)),
          m_store(store), m_stored(cases), m_cases(cases) {}

    PrepareReport run() {
        removeAbandonedFiles(m_project.cacheFolder());
        try {
            std::vector<std::size_t> missing;
            for (std::size_t i = 0; i < m_cases.size(); ++i)
                if (m_cases[i].included && !reuse(i))
                    missing.push_back(i);
            prepare(missing);
            reportEqualImages();
        } catch (...) {
            saveWhatIsFinished();
            throw;
        }
        save();
        m_report.seconds = secondsSince(m_start);
        return std::move(m_report);
    }

private:
    struct ReadCase {
        PlanImage image;
        std::string key;
    };

    /// True when nothing remains to be done for the case: its file is there, or it has failed already.
    bool reuse(std::size_t i) {
        m_control.poll();
        try {
            m_inputKeys[i] = inputKey(m_cases[i].channels, m_planText);
        } catch (const Error& error) {
            fail(i, error);
            return true;
        }
        const auto known = m_project.preparedEntry(m_inputKeys[i]);
        if (!known || !fs::is_regular_file(m_project.folder() / known->cacheFile))
            return false;
        finish(i, *known);
        ++m_report.reused;
        return true;
    }

    std::future<ReadCase> startReading(std::size_t i) {
        // Progress is reported from the job's own thread only.
        const JobControl quiet{m_control.token, [](const Progress&) {}};
        return std::async(std::launch::async, [this, i, quiet] {
            ReadCase read;
            read.image = readImage(m_cases[i].channels, m_plan, m_reader, quiet);
            read.key = cacheKey(read.image, m_planText);
            return read;
        });
    }

    /// A case takes up to three times its volume while it is preprocessed, and twice while it is read.
    static bool hasRoomBeside(const PlanImage& image) {
        constexpr long long kVolumes = 5;
        return availableBytes() > kVolumes * static_cast<long long>(image.voxels.size() * sizeof(float));
    }

    void prepare(const std::vector<std::size_t>& indices) {
        std::future<ReadCase> next;
        if (!indices.empty())
            next = startReading(indices.front());
        for (std::size_t n = 0; n < indices.size(); ++n) {
            const std::size_t i = indices[n];
            m_control.step(static_cast<double>(n) / static_cast<double>(indices.size()),
                           "Preparing case " + std::to_string(n + 1) + " of " + std::to_string(indices.size()));
            ReadCase read;
            std::exception_ptr failure;
            try {
                read = next.get();
            } catch (const std::exception&) {
                failure = std::current_exception();
            }
            const bool isLast = n + 1 == indices.size();
            // Two cases in memory at once, where they fit; the next is taken to be as large as this one.
            const bool isAhead = !isLast && hasRoomBeside(read.image);
            if (isAhead)
                next = startReading(indices[n + 1]);
            if (failure)
                fail(i, asError(failure));
            else
                prepareOne(i, std::move(read));
            if (!isLast && !isAhead)
                next = startReading(indices[n + 1]);
            if (secondsSince(m_lastSave) > kSecondsBetweenSaves)
                save();
        }
        m_control.step(1, "Cases prepared");
    }

    void prepareOne(std::size_t i, ReadCase read) {
        const std::string name = "cache/" + read.key + ".safetensors";
        if (const auto known = readEntry(name)) {
            finish(i, *known);
            ++m_report.reused;
            return;
        }
        PreprocessedCase prepared;
        try {
            prepared = preprocess(std::move(read.image), m_plan.plans, m_plan.configuration, threadBudget());
        } catch (const std::exception&) {
            fail(i, asError(std::current_exception()));
            return;
        }
        // Outside the try: a disk that refuses one case refuses the others too.
        writeCaseFile(m_project.folder() / name, prepared, Publish::KeepExisting);
        m_written.push_back(m_project.folder() / name);
        finish(i, {name, prepared.nonzeroVolumeMm3, prepared.meanIntensity});
        ++m_report.prepared;
    }

    /// What a case file of the cache says; nullopt when there is none. A damaged one is removed.
    [[nodiscard]] std::optional<PreparedEntry> readEntry(const std::string& name) const {
        const fs::path path = m_project.folder() / name;
        if (!fs::exists(path))
            return std::nullopt;
        try {
            const PreprocessedCase prepared = readCaseFile(path);
            return PreparedEntry{name, prepared.nonzeroVolumeMm3, prepared.meanIntensity};
        } catch (const Error&) {
            fs::remove(path);
            return std::nullopt;
        }
    }

    void finish(std::size_t i, const PreparedEntry& entry) {
        Case& target = m_cases[i];
        removeOldFindings(target);
        target.cacheFile = entry.cacheFile;
        target.volumeMm3 = entry.volumeMm3;
        target.meanIntensity = entry.meanIntensity;
        if (const auto known = m_project.preparedEntry(m_inputKeys[i]); !known || known->cacheFile != entry.cacheFile)
            m_newEntries[m_inputKeys[i]] = entry;
    }

    void fail(std::size_t i, const Error& error) {
        Case& target = m_cases[i];
        removeOldFindings(target);
        target.cacheFile.clear();
        target.volumeMm3 = target.meanIntensity = 0;
        target.problems.push_back({error.code(), Severity::Blocker, error.what(), target.id});
        m_report.problems.push_back(target.problems.back());
        ++m_report.failed;
    }

    void reportEqualImages() {
        std::map<std::string, std::size_t> firstWith;
        for (std::size_t i = 0; i < m_cases.size(); ++i) {
            if (!m_cases[i].included || m_cases[i].cacheFile.empty())
                continue;
            const auto [first, isNew] = firstWith.emplace(m_cases[i].cacheFile, i);
            if (isNew)
                continue;
            m_cases[i].problems.push_back({"DCM-030", Severity::Warning,
                                           "The image is the same as that of " + m_cases[first->second].id + ".",
                                           m_cases[i].id});
            m_report.problems.push_back(m_cases[i].problems.back());
        }
    }

    void save() {
        std::vector<Case> changed;
        for (std::size_t i = 0; i < m_cases.size(); ++i)
            if (m_store == Store::Cases && m_cases[i] != m_stored[i])
                changed.push_back(m_cases[i]);
        // Before the catalogue names them.
        makeDurable(m_written, m_project.cacheFolder());
        m_written.clear();
        if (!changed.empty() || !m_newEntries.empty())
            m_project.updateCases(changed, m_newEntries);
        m_stored = m_cases;
        m_newEntries.clear();
        m_lastSave = Clock::now();
    }

    /// While another failure is on its way: that one is what the user must hear. Case files that the catalogue misses
    /// are found again by their names.
    void saveWhatIsFinished() noexcept {
        try {
            save();
        } catch (...) {
        }
    }

    static constexpr double kSecondsBetweenSaves = 2;

    Project& m_project;
    const PreprocessingPlan& m_plan;
    SeriesReader& m_reader;
    const JobControl& m_control;
    std::string m_planText;
    Store m_store;
    std::vector<Case> m_stored; ///< as the catalogue has them
    std::vector<Case>& m_cases;
    std::map<std::size_t, std::string> m_inputKeys;
    std::map<std::string, PreparedEntry> m_newEntries;
    std::vector<fs::path> m_written; ///< since the last save
    PrepareReport m_report;
    Clock::time_point m_start = Clock::now(), m_lastSave = m_start;
};

/// A reader names DICOM sources by their series UID and others by their file name.
bool isImageFile(const SeriesSource& source) {
    return source.files.size() == 1 && source.uid == source.files.front().filename()
           && source.uid.find_first_not_of("0123456789.") != std::string::npos;
}

} // namespace

InputFrame defaultFrame(const std::vector<Case>& cases) {
    for (const Case& each : cases)
        if (each.included && !std::all_of(each.channels.begin(), each.channels.end(), isImageFile))
            return InputFrame::Ras;
    return InputFrame::Plan;
}

PrepareReport prepareCases(Project& project, const PreprocessingPlan& plan, SeriesReader& reader,
                           const JobControl& control) {
    static_cast<void>(project.requiredModel());
    std::vector<Case> cases = project.cases();
    return Preparation(project, cases, Store::Cases, plan, reader, control).run();
}

PrepareReport tryPreparing(Project& project, std::vector<Case>& cases, const PreprocessingPlan& plan,
                           SeriesReader& reader, const JobControl& control) {
    for (Case& each : cases)
        each.cacheFile.clear();
    return Preparation(project, cases, Store::Nothing, plan, reader, control).run();
}

PreprocessedCase prepareCase(const std::vector<SeriesSource>& channels, const PreprocessingPlan& plan,
                             SeriesReader& reader, const JobControl& control) {
    return preparePlacedCase(channels, plan, reader, control).prepared;
}

PlacedCase preparePlacedCase(const std::vector<SeriesSource>& channels, const PreprocessingPlan& plan,
                             SeriesReader& reader, const JobControl& control) {
    std::vector<Volume> volumes = readChannels(channels, plan, reader, control);
    control.poll();
    const Volume& first = volumes.at(0);
    Volume source{first.shape, first.spacing, first.originLps, first.lpsFromAxis, {}};
    PlanImage image = stackChannels(std::move(volumes), plan.frame, plan.plans.imageReaderWriter);
    return {preprocess(std::move(image), plan.plans, plan.configuration, threadBudget()), std::move(source)};
}

} // namespace nidus
