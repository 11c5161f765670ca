// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commands.h"
#include "app/cli/problem_line.h"
#include "core/base/error_json.h"
#include "core/base/files.h"
#include "core/project/series_reader.h"
#include "core/project/unpacked_archives.h"
#include "dicom/image_files.h"
#include "dicom/phantom_dataset.h"
#include "dicom/readers.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace nidus::cli {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

std::string dumped(const Json& json) {
    return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

/// The inputs with archives replaced by what is in them, for as long as this value lives.
class UnpackedInputs {
public:
    UnpackedInputs(const std::vector<fs::path>& inputs, const JobControl& control) {
        for (const fs::path& input : inputs)
            m_paths.push_back(dicom::isArchive(input) ? m_archives.folderOf(input, control) : input);
    }
    [[nodiscard]] const std::vector<fs::path>& paths() const noexcept { return m_paths; }

private:
    UnpackedArchives m_archives;
    std::vector<fs::path> m_paths;
};

std::string describedShape(const SeriesInfo& series) {
    char text[128];
    std::snprintf(text, sizeof text, "%lld x %lld x %lld voxels of %.3g x %.3g x %.3g mm",
                  static_cast<long long>(series.shape.x), static_cast<long long>(series.shape.y),
                  static_cast<long long>(series.shape.z), series.spacing.x, series.spacing.y, series.spacing.z);
    return text;
}

void printSeries(const SeriesInfo& series) {
    std::cout << (series.included ? "+ " : "- ") << series.format << ' '
              << (series.source.modality.empty() ? "" : series.source.modality + ' ') << '"' << series.description
              << "\", " << describedShape(series) << ", " << series.frames
              << (series.frames == 1 ? " frame" : " frames") << "\n  " << series.source.uid
              << (series.source.part.empty() ? "" : " part " + series.source.part) << '\n';
    for (const Problem& problem : series.problems)
        std::cout << "  " << lineOf(problem) << '\n';
}

int runScan(const std::vector<fs::path>& paths, const Context& context) {
    const UnpackedInputs inputs(paths, context.control);
    const ScanReport report = dicom::makeSeriesReader()->scan(inputs.paths(), context.control);
    if (context.json) {
        std::cout << toJson(report) << '\n';
        return 0;
    }
    std::cout << report.files << " files, " << report.series.size() << " series\n";
    for (const SeriesInfo& series : report.series)
        printSeries(series);
    for (const UnassignedFile& file : report.unassigned)
        std::cout << "? " << file.path.string() << "\n  " << file.code << ": " << file.text << '\n';
    return 0;
}

/// The code that explains why a series is left out: its first blocker, else its first warning, else any.
std::string refusalCode(const SeriesInfo& series) {
    for (const Severity severity : {Severity::Blocker, Severity::Warning, Severity::Info})
        for (const Problem& problem : series.problems)
            if (problem.severity == severity)
                return problem.code;
    return "DCM-014";
}

/// A file name that no header can turn into a path: letters, digits, '-' and '_' of what the series says.
std::string fileNameOf(const SeriesInfo& series, std::set<std::string>& taken) {
    std::string name =
        series.source.modality.empty() ? series.description : series.source.modality + '-' + series.description;
    if (!series.source.part.empty())
        name += '-' + series.source.part;
    for (char& c : name)
        if (!std::isalnum(static_cast<unsigned char>(c)) && c != '-' && c != '_')
            c = '_';
    name = name.empty() ? "series" : name.substr(0, 80);
    std::string unique = name;
    for (int copy = 2; !taken.insert(unique).second; ++copy)
        unique = name + '-' + std::to_string(copy);
    return unique + ".nii.gz";
}

struct Conversion {
    Json volumes = Json::array();
    Json refused = Json::array();
};

void refuse(Conversion& conversion, const SeriesInfo& series, const std::string& code, const std::string& text) {
    conversion.refused.push_back(
        {{"series", series.source.uid}, {"part", series.source.part}, {"code", code}, {"text", text}});
}

void convertSeries(const SeriesInfo& series, SeriesReader& reader, const fs::path& folder, std::set<std::string>& taken,
                   Conversion& conversion, const JobControl& control) {
    const std::string name = fileNameOf(series, taken);
    try {
        const Volume volume = reader.read(series.source, control);
        dicom::writeNifti(folder / name, volume);
        conversion.volumes.push_back({{"series", series.source.uid},
                                      {"part", series.source.part},
                                      {"file", name},
                                      {"description", series.description},
                                      {"shape", {volume.shape.z, volume.shape.y, volume.shape.x}},
                                      {"spacing", {volume.spacing.z, volume.spacing.y, volume.spacing.x}},
                                      {"problems", Json::parse(toJson(series.problems))}});
    } catch (const Error& error) {
        if (error.code() == "FIL-003" || error.code() == "FIL-004") // the disk will refuse the others too
            throw;
        refuse(conversion, series, error.code(), error.what());
    }
}

void printConversion(const Conversion& conversion) {
    for (const Json& volume : conversion.volumes)
        std::cout << "+ " << volume["file"].get<std::string>() << "  " << volume["series"].get<std::string>() << '\n';
    for (const Json& refused : conversion.refused)
        std::cout << "- " << refused["series"].get<std::string>() << "\n  " << refused["code"].get<std::string>()
                  << ": " << refused["text"].get<std::string>() << '\n';
}

/// A series that is left out only for reasons that the user accepts is read with these reasons recorded.
void accept(SeriesInfo& series, const std::vector<std::string>& codes) {
    const bool isAccepted =
        !codes.empty() && std::all_of(series.problems.begin(), series.problems.end(), [&](const Problem& problem) {
            const bool mayBlock = problem.severity == Severity::Blocker || problem.code == "DCM-014";
            return !mayBlock || std::find(codes.begin(), codes.end(), problem.code) != codes.end();
        });
    if (series.included || !isAccepted || series.frames == 0)
        return;
    series.included = true;
    series.source.overrides = codes;
}

int runConvert(const std::vector<fs::path>& inputs, const fs::path& folder, const std::vector<std::string>& accepted,
               const Context& context) {
    const auto reader = dicom::makeSeriesReader();
    const UnpackedInputs unpacked(inputs, context.control);
    ScanReport report = reader->scan(unpacked.paths(), context.control.part(0, 0.3));
    for (SeriesInfo& series : report.series)
        accept(series, accepted);
    std::error_code failure;
    fs::create_directories(folder, failure);
    if (failure)
        throw Error("FIL-003", folder.string() + " could not be created: " + failure.message() + ".");
    Conversion conversion;
    std::set<std::string> taken;
    const JobControl control = context.control.part(0.3, 1);
    for (std::size_t i = 0; i < report.series.size(); ++i) {
        const SeriesInfo& series = report.series[i];
        control.step(static_cast<double>(i) / static_cast<double>(report.series.size()), "Converting");
        if (series.included) {
            convertSeries(series, *reader, folder, taken, conversion, control);
        } else {
            const std::string code = refusalCode(series);
            const auto why = std::find_if(series.problems.begin(), series.problems.end(),
                                          [&](const Problem& problem) { return problem.code == code; });
            refuse(conversion, series, code, why == series.problems.end() ? std::string() : why->text);
        }
    }
    Json unassigned = Json::parse(toJson(report))["unassigned"];
    const Json document{{"files", report.files},
                        {"volumes", conversion.volumes},
                        {"refused", conversion.refused},
                        {"unassigned", std::move(unassigned)}};
    writeFileAtomically(folder / "convert.json", dumped(document) + '\n');
    if (context.json)
        std::cout << dumped(document) << '\n';
    else
        printConversion(conversion);
    return 0;
}

void addScan(CLI::App& program, const Select& select) {
    const auto paths = std::make_shared<std::vector<fs::path>>();
    CLI::App* command = program.add_subcommand("scan", "List the series in files and folders, with their problems");
    command->add_option("PATH", *paths, "files, folders or archives; the type is decided by content")->required();
    command->callback([=] { select([=](const Context& context) { return runScan(*paths, context); }); });
}

void addConvert(CLI::App& program, const Select& select) {
    const auto inputs = std::make_shared<std::vector<fs::path>>();
    const auto folder = std::make_shared<fs::path>();
    CLI::App* command = program.add_subcommand("convert", "Write each volume as NIfTI: what import would see");
    command->add_option("INPUT", *inputs, "files, folders or archives")->required();
    command->add_option("--out", *folder, "folder for the NIfTI files and convert.json")->required();
    const auto accepted = std::make_shared<std::vector<std::string>>();
    command->add_option("--accept", *accepted,
                        "convert in spite of these problem codes: DCM-010 few slices, DCM-011 missing slices"
                        " (interpolated), DCM-014 derived, DCM-015 tilt (sheared upright), DCM-018 CT as stored,"
                        " DCM-022 doubled slices (first kept)");
    command->callback(
        [=] { select([=](const Context& context) { return runConvert(*inputs, *folder, *accepted, context); }); });
}

int runPhantom(const fs::path& folder, const dicom::PhantomDatasetOptions& options, const Context& context) {
    dicom::writePhantomDataset(folder, options, context.control);
    const Json document{{"out", folder.string()},
                        {"cases", options.cases},
                        {"unseen", options.unseen},
                        {"seed", options.seed},
                        {"table", (folder / "labels.csv").string()}};
    if (context.json)
        std::cout << dumped(document) << '\n';
    else
        std::cout << options.cases << " cases and " << options.unseen << " unseen ones in " << folder.string() << '\n';
    return 0;
}

void addPhantom(CLI::App& program, const Select& select) {
    const auto folder = std::make_shared<fs::path>();
    const auto options = std::make_shared<dicom::PhantomDatasetOptions>();
    CLI::App* command =
        program.add_subcommand("phantom", "Write a synthetic DICOM data set whose answer is known (two classes)");
    command->add_option("--out", *folder, "folder for the data set")->required();
    command->add_option("--cases", options->cases, "cases, half of each class")->capture_default_str();
    command->add_option("--unseen", options->unseen, "further cases, under unseen/")->capture_default_str();
    command->add_option("--seed", options->seed, "equal seeds give equal files")->capture_default_str();
    command->add_option("--orientation", options->orientation, "axial, sagittal, coronal or mixed")
        ->capture_default_str();
    command->add_flag("--scanner-follows-class", options->scannerFollowsClass,
                      "a trap: each class comes from a scanner of its own");
    command->add_flag("--nifti", options->withNifti, "also nifti/<case>_0000.nii.gz");
    command->add_flag("--masks", options->withMasks, "also masks/<case>.nii.gz of the lesions");
    command->callback([=] { select([=](const Context& context) { return runPhantom(*folder, *options, context); }); });
}

} // namespace

void addImageCommands(CLI::App& program, const Select& select) {
    addScan(program, select);
    addConvert(program, select);
    addPhantom(program, select);
}

} // namespace nidus::cli
