// SPDX-License-Identifier: Apache-2.0
// Seconds and memory from an image file to its case file in the cache.
#include "core/base/allocator.h"
#include "core/base/error.h"
#include "core/base/files.h"
#include "core/base/parallel.h"
#include "core/imaging/case_file.h"
#include "core/imaging/input_frame.h"
#include "core/model/pretrained_model.h"
#include "core/nnunet/preprocess.h"
#include "dicom/readers.h"
#include "tests/bench/benchmarks.h"
#include "tests/bench/stopwatch.h"

#include <CLI/CLI.hpp>
#include <libdeflate.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

namespace nidus::bench {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

struct Options {
    std::string model, configuration, keep;
    std::vector<std::string> images;
    int threads = 1, repeats = 3;
    bool isOnce = false;
};

/// The least that reading can cost: the bytes of the file, unpacked into memory that is there already.
Json floorOf(const fs::path& path, std::size_t voxels, int repeats) {
    std::vector<char> packed(fs::file_size(path));
    std::vector<char> unpacked(voxels * sizeof(double) + (std::size_t{1} << 20U));
    const std::unique_ptr<libdeflate_decompressor, void (*)(libdeflate_decompressor*)> inflater(
        libdeflate_alloc_decompressor(), libdeflate_free_decompressor);
    return timed(repeats, [&](Stopwatch& watch) {
        watch.start();
        std::ifstream(path, std::ios::binary).read(packed.data(), static_cast<std::streamsize>(packed.size()));
        std::size_t size = 0;
        (void)libdeflate_gzip_decompress(inflater.get(), packed.data(), packed.size(), unpacked.data(), unpacked.size(),
                                         &size);
        watch.stop();
    });
}

/// One image of a model with one channel.
class CaseTimer {
public:
    CaseTimer(const Options& options, const PretrainedModel& model, const fs::path& image, const fs::path& folder)
        : m_options(options), m_model(model), m_cacheFile(folder / (image.filename().string() + ".safetensors")) {
        m_source.uid = image.filename().string();
        m_source.files = {image};
    }

    /// Runs the case once, for its memory.
    Json once() {
        const double seconds = secondsOfOne();
        return {{"image", m_source.uid}, {"largest_volume_bytes", largestVolume()}, {"seconds", seconds}};
    }

    double secondsOfOne() {
        Stopwatch watch;
        run(watch, Step::Whole);
        return watch.seconds();
    }

    [[nodiscard]] const fs::path& cacheFile() const { return m_cacheFile; }

    Json measured() {
        const auto timing = [this](Step step) {
            return timed(m_options.repeats, [&](Stopwatch& watch) { run(watch, step); });
        };
        const Json whole = timing(Step::Whole);
        const Json read = timing(Step::Read);
        const Json work = timing(Step::Preprocess);
        const Json write = timing(Step::Write);
        check();
        const PlanImage& image = m_result.image;
        return {{"image", m_source.uid},
                {"shape", image.shape},
                {"largest_volume_bytes", largestVolume()},
                {"floor", floorOf(m_source.files.front(), m_voxelsRead, m_options.repeats)},
                {"read", read},
                {"preprocess", work},
                {"write", write},
                {"file_to_cache", whole}};
    }

private:
    enum class Step { Whole, Read, Preprocess, Write };

    [[nodiscard]] std::size_t largestVolume() const {
        return std::max(m_voxelsRead, m_result.image.voxels.size()) * sizeof(float);
    }

    void run(Stopwatch& watch, Step timedStep) {
        const auto during = [&](Step step, auto&& call) {
            if (timedStep == Step::Whole || timedStep == step)
                watch.start();
            call();
            if (timedStep == Step::Whole || timedStep == step)
                watch.stop();
        };
        PlanImage image;
        m_result = {};
        during(Step::Read, [&] {
            std::vector<Volume> volumes;
            volumes.push_back(m_reader->read(m_source, {}));
            image = stackChannels(std::move(volumes), InputFrame::Plan, m_model.plans.imageReaderWriter);
        });
        m_voxelsRead = image.voxels.size();
        during(Step::Preprocess, [&] {
            m_result = preprocess(std::move(image), m_model.plans, m_model.configuration, m_options.threads);
        });
        fs::remove(m_cacheFile);
        during(Step::Write, [&] { writeCaseFile(m_cacheFile, m_result, Publish::KeepExisting); });
    }

    /// The case file holds the result, and another number of threads gives the same bits.
    void check() {
        Stopwatch unused;
        const PreprocessedCase first = std::move(m_result);
        Options other = m_options;
        other.threads = m_options.threads + 1;
        std::swap(other, m_options);
        run(unused, Step::Whole);
        std::swap(other, m_options);
        if (!(readCaseFile(m_cacheFile) == first) || !(m_result == first))
            throw Error("BEN-003", "The case of " + m_source.uid + " is not the same when it is prepared again.");
    }

    Options m_options;
    const PretrainedModel& m_model;
    fs::path m_cacheFile;
    SeriesSource m_source;
    std::unique_ptr<SeriesReader> m_reader = dicom::makeSeriesReader();
    PreprocessedCase m_result;
    std::size_t m_voxelsRead = 0;
};

/// Seconds until freshly written case files are on the disk, all together, as a preparation does it every few seconds.
double secondsToDisk(std::vector<CaseTimer>& timers, const fs::path& folder) {
    std::vector<fs::path> files;
    for (CaseTimer& timer : timers) {
        timer.secondsOfOne();
        files.push_back(timer.cacheFile());
    }
    Stopwatch watch;
    watch.start();
    makeDurable(files, folder);
    watch.stop();
    return watch.seconds();
}

void run(const Options& options) {
    const PretrainedModel model = loadPretrainedModel(options.model, {options.configuration, {}});
    const TemporaryFolder folder;
    const fs::path target = options.keep.empty() ? folder.path() : fs::path(options.keep);
    Json rows = Json::array();
    // Opens the module for image files, which is no memory of a case.
    (void)dicom::makeSeriesReader()->scan({options.images.front()}, {});
    const long long before = peakResidentBytes();
    std::vector<CaseTimer> timers;
    for (const std::string& image : options.images) {
        CaseTimer timer(options, model, fs::absolute(image), target);
        rows.push_back(options.isOnce ? timer.once() : timer.measured());
        if (!options.isOnce)
            timers.push_back(std::move(timer));
    }
    std::cout << Json{{"bench", "preprocess"},
                      {"threads", options.threads},
                      {"rows", rows},
                      {"to_disk_s", secondsToDisk(timers, target)},
                      {"peak_bytes", peakResidentBytes()},
                      {"peak_over_start_bytes", peakResidentBytes() - before}}
                     .dump(2)
              << '\n';
}

} // namespace

void addPreprocessBenchmark(CLI::App& program) {
    CLI::App* command = program.add_subcommand("preprocess", "time images from their file to the cache");
    const auto options = std::make_shared<Options>();
    command->add_option("--model", options->model, "pretrained nnU-Net with one input channel")->required();
    command->add_option("--configuration", options->configuration, "configuration of that model");
    command->add_option("--images", options->images, "image files")->required();
    command->add_option("--threads", options->threads, "threads of the resampling")->capture_default_str();
    command->add_option("--repeats", options->repeats, "calls whose median counts")->check(CLI::Range(1, 1000));
    command->add_option("--keep", options->keep, "folder for the case files (default: they are not kept)");
    command->add_flag("--once", options->isOnce, "run each case once only: what memory it takes");
    command->callback([options] { run(*options); });
}

} // namespace nidus::bench
