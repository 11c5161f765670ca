// SPDX-License-Identifier: Apache-2.0
// Preprocessing, resampling and the geometry of padding and windows against nnU-Net's own results.
#include "core/base/error.h"
#include "core/base/files.h"
#include "core/base/npy.h"
#include "core/imaging/input_frame.h"
#include "core/imaging/pad.h"
#include "core/imaging/resample.h"
#include "core/nnunet/preprocess.h"
#include "dicom/readers.h"
#include "tests/golden/golden_row.h"

#include <algorithm>
#include <cmath>

namespace nidus::golden {
namespace {

using Json = nlohmann::json;

constexpr int kThreads = 2;

Json readJson(const std::filesystem::path& path) {
    return Json::parse(readTextFile(path));
}

std::array<std::int64_t, 3> tripleFrom(const Json& json) {
    return json.get<std::array<std::int64_t, 3>>();
}

std::array<std::int64_t, 3> spatialShape(const NpyArray& array) {
    return {array.shape.at(1), array.shape.at(2), array.shape.at(3)};
}

template <class T>
std::vector<double> widened(const std::vector<T>& values) {
    return {values.begin(), values.end()};
}

/// Share of elements that differ, in [0, 1]; 1 when the sizes do.
double wrongFraction(const std::vector<double>& a, const std::vector<double>& b) {
    if (a.size() != b.size() || a.empty())
        return 1;
    std::size_t wrong = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        wrong += a[i] != b[i] ? 1 : 0;
    return static_cast<double>(wrong) / static_cast<double>(a.size());
}

void requireEqual(GoldenRow& row, const Json& expected, const Json& got, const std::string& what) {
    if (expected != got)
        fail(row, what + ": expected " + expected.dump() + ", got " + got.dump());
}

/// The inputs input_0, input_1, ... through the project's own reader.
std::vector<Volume> readInputs(const GoldenEntry& entry) {
    const auto reader = dicom::makeSeriesReader();
    std::vector<Volume> volumes;
    for (int channel = 0; entry.files.contains("input_" + std::to_string(channel)); ++channel) {
        const std::filesystem::path& path = entry.file("input_" + std::to_string(channel));
        SeriesSource source;
        source.uid = path.filename().string();
        source.files = {path};
        volumes.push_back(reader->read(source, {}));
    }
    return volumes;
}

std::array<std::int64_t, 4> finalShape(const PreprocessedCase& got) {
    return {got.image.channels, got.image.shape[0], got.image.shape[1], got.image.shape[2]};
}

/// Equal but for one unit of float32: NibabelIOWithReorient measures the columns of the affine where every other
/// reader, and Nidus, takes the header's own numbers.
bool isSameSpacing(const std::array<double, 3>& a, const std::array<double, 3>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), [](double x, double y) { return std::abs(x - y) <= 1.2e-7 * y; });
}

void compareFacts(const PreprocessedCase& got, const Json& facts, GoldenRow& row) {
    requireEqual(row, facts.at("shape_before_cropping"), got.shapeBeforeCropping, "shape before cropping");
    requireEqual(row, facts.at("bbox_used_for_cropping"), got.cropBox, "crop box");
    requireEqual(row, facts.at("shape_after_cropping_before_resampling"), got.shapeAfterCropping,
                 "shape after cropping");
    if (!isSameSpacing(facts.at("spacing_transposed").get<std::array<double, 3>>(), got.spacingBeforeResampling))
        requireEqual(row, facts.at("spacing_transposed"), got.spacingBeforeResampling, "spacing");
    requireEqual(row, facts.at("separate_z"), got.separateZ, "separate axis");
    requireEqual(row, facts.at("final_shape"), finalShape(got), "final shape");
}

void compareChannels(const GoldenEntry& entry, const PreprocessedCase& got, GoldenRow& row) {
    const NpyArray expected = readNpy(entry.file("expected"));
    const std::vector<double> values = widened(got.image.voxels);
    const std::size_t voxels = got.image.channelVoxels();
    if (values.size() != expected.values.size())
        return fail(row, "another number of voxels");
    for (std::size_t c = 0; c < static_cast<std::size_t>(got.image.channels); ++c) {
        const double allowed = entry.tolerance.contains("abs_per_channel")
                                   ? entry.tolerance["abs_per_channel"].at(c).get<double>()
                                   : entry.tolerance.at("abs").get<double>();
        note(row,
             maxDifference(std::span(values).subspan(c * voxels, voxels),
                           std::span(expected.values).subspan(c * voxels, voxels)),
             allowed, "channel " + std::to_string(c));
    }
}

void compareMask(const GoldenEntry& entry, const PreprocessedCase& got, GoldenRow& row) {
    if (!entry.files.contains("expected_seg"))
        return;
    std::vector<double> expected = readNpy(entry.file("expected_seg")).values;
    for (double& label : expected)
        label = label >= 0 ? 1 : 0;
    const double allowed = entry.tolerance.at("seg_max_wrong_fraction").get<double>();
    const double wrong = wrongFraction(expected, widened(got.nonzero));
    if (wrong > allowed)
        fail(row, "nonzero mask: " + std::to_string(wrong) + " of the voxels differ");
    else if (wrong > 0)
        row.why = "mask voxels that differ: " + std::to_string(wrong);
}

PreprocessedCase preprocessed(const GoldenEntry& entry) {
    const Plans plans = parsePlans(readTextFile(entry.file("plans")));
    const Configuration& configuration = plans.configurations.at(entry.params.at("configuration").get<std::string>());
    PlanImage stacked = stackChannels(readInputs(entry), InputFrame::Plan, plans.imageReaderWriter);
    return preprocess(std::move(stacked), plans, configuration, kThreads);
}

/// Cases that nnU-Net turns into NaN or fails at: Nidus refuses them with this code.
void checkRefused(const GoldenEntry& entry, GoldenRow& row) {
    const auto code = entry.params.at("refused").get<std::string>();
    note(row, 0, 0, "");
    try {
        (void)preprocessed(entry);
        fail(row, "was not refused with " + code);
    } catch (const Error& error) {
        requireEqual(row, code, error.code(), "code of the refusal");
    }
}

void checkPreprocess(const GoldenEntry& entry, GoldenRow& row) {
    if (entry.params.contains("refused"))
        return checkRefused(entry, row);
    const PreprocessedCase got = preprocessed(entry);
    if (entry.params.contains("nnunet_error")) { // no numbers to compare, only the shape that Nidus gives it
        note(row, 0, 0, "");
        return requireEqual(row, entry.params.at("final_shape"), finalShape(got), "final shape");
    }
    compareChannels(entry, got, row);
    compareMask(entry, got, row);
    compareFacts(got, readJson(entry.file("properties")), row);
}

ResamplingFunction functionFrom(const Json& params) {
    const auto name = params.at("fn").get<std::string>();
    const Json& kwargs = params.at("kwargs");
    ResamplingFunction function;
    function.kind = name == "resample_torch_fornnunet" ? ResamplingFunction::Kind::Torch
                    : name == "no_resampling_hack"     ? ResamplingFunction::Kind::None
                                                       : ResamplingFunction::Kind::DataOrSegToShape;
    function.order = kwargs.value("order", 3);
    function.orderZ = kwargs.value("order_z", 0);
    if (!kwargs.contains("force_separate_z")) {
        if (function.kind == ResamplingFunction::Kind::DataOrSegToShape)
            function.forceSeparateZ = false;
    } else if (!kwargs["force_separate_z"].is_null()) {
        function.forceSeparateZ = kwargs["force_separate_z"].get<bool>();
    }
    return function;
}

void checkLabels(const GoldenEntry& entry, const NpyArray& input, const NpyArray& expected, const Grid& from,
                 const Grid& target, const ResamplingFunction& function, GoldenRow& row) {
    std::vector<std::int8_t> labels(input.values.size());
    std::transform(input.values.begin(), input.values.end(), labels.begin(),
                   [](double value) { return static_cast<std::int8_t>(value); });
    const std::vector<std::int8_t> got = resampledLabels(labels, from, target, function, kThreads);
    note(row, wrongFraction(expected.values, widened(got)), entry.tolerance.at("max_wrong_fraction").get<double>(),
         "share of wrong labels");
}

void checkResample(const GoldenEntry& entry, GoldenRow& row) {
    const NpyArray input = readNpy(entry.file("input"));
    const NpyArray expected = readNpy(entry.file("output"));
    const Json& params = entry.params;
    const ResamplingFunction function = functionFrom(params);
    const Grid from{spatialShape(input), params.at("current_spacing").get<std::array<double, 3>>()};
    const Grid target{tripleFrom(params.at("new_shape")), params.at("new_spacing").get<std::array<double, 3>>()};
    const auto axis = separateAxis(function, from.spacing, target.spacing);
    if (function.kind != ResamplingFunction::Kind::None)
        requireEqual(row, params.at("axis"), axis ? Json(*axis) : Json(nullptr), "separate axis");
    if (params.at("kwargs").value("is_seg", false))
        return checkLabels(entry, input, expected, from, target, function, row);
    const auto allowed = entry.tolerance.at("abs").get<double>();
    if (input.type == "f8")
        return note(row, maxDifference(expected.values, resampled(input.values, from, target, function, kThreads)),
                    allowed, "double");
    const PlanImage image{input.shape.at(0), from.shape, from.spacing, input.floats()};
    const PlanImage got = resampled(image, target, function, kThreads);
    requireEqual(row, Json(spatialShape(expected)), got.shape, "shape");
    note(row, maxDifference(expected.values, widened(got.voxels)), allowed, "float");
}

void checkPadding(const GoldenEntry& entry, GoldenRow& row) {
    note(row, 0, 0, "");
    for (const Json& fact : readJson(entry.file("facts")).at("rows")) {
        const auto size = fact.at("size").get<std::int64_t>();
        const auto patch = fact.at("patch").get<std::int64_t>();
        const Padding got = inferencePadding(size, patch);
        const Padding expected{fact.at("below").get<std::int64_t>(), fact.at("above").get<std::int64_t>()};
        const auto error = std::max(std::abs(got.below - expected.below), std::abs(got.above - expected.above));
        note(row, static_cast<double>(error), 0, "size " + std::to_string(size) + " to " + std::to_string(patch));
    }
}

void checkTiles(const GoldenEntry& entry, GoldenRow& row) {
    const Json facts = readJson(entry.file("facts"));
    if (facts.at("step").get<double>() != 0.5)
        return fail(row, "the program's windows overlap by half");
    note(row, 0, 0, "");
    for (const Json& fact : facts.at("rows"))
        requireEqual(row, fact.at("starts"),
                     windowStarts(fact.at("size").get<std::int64_t>(), fact.at("tile").get<std::int64_t>()),
                     "size " + fact.at("size").dump() + ", tile " + fact.at("tile").dump());
}

std::vector<GoldenRow> checkImaging(const GoldenIndex& index) {
    std::vector<GoldenRow> rows = checkEach(index, "preprocess", checkPreprocess);
    const auto append = [&rows](std::vector<GoldenRow> more) {
        rows.insert(rows.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
    };
    append(checkEach(index, "resample", checkResample));
    append(checkEach(index, "geometry", checkPadding, {"inference_padding"}));
    append(checkEach(index, "geometry", checkTiles, {"tiles"}));
    return rows;
}

const GoldenRegistration kRegistration{checkImaging};

} // namespace
} // namespace nidus::golden
