// SPDX-License-Identifier: Apache-2.0
#include "core/model/verify_model.h"

#include "core/imaging/resample.h"
#include "core/nnunet/preprocess.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <set>

namespace nidus {
namespace {

using Triple = std::array<std::int64_t, 3>;

/// Values in the order of the heads. nnU-Net numbers its labels without gaps.
std::vector<std::int64_t> labelValues(const PretrainedModel& model, std::int64_t heads) {
    std::set<std::int64_t> values;
    for (const auto& [name, members] : model.dataset.labels) {
        if (members.size() > 1)
            throw Error("MDL-034", "This model segments overlapping regions (\"" + name
                                       + "\"); --verify compares models of plain labels only.");
        if (name != "ignore")
            values.insert(members.begin(), members.end());
    }
    while (static_cast<std::int64_t>(values.size()) < heads) // no dataset.json: numbered by head
        values.insert(static_cast<std::int64_t>(values.size()));
    return {values.begin(), values.end()};
}

/// Softmax over the heads, in place; `step` elements lie between the heads of a voxel.
void softmax(std::vector<float>& scores, std::size_t heads, std::size_t step) {
    for (std::size_t i = 0; i < step; ++i) {
        float largest = scores[i];
        for (std::size_t h = 1; h < heads; ++h)
            largest = std::max(largest, scores[h * step + i]);
        double sum = 0;
        for (std::size_t h = 0; h < heads; ++h)
            sum += std::exp(static_cast<double>(scores[h * step + i] - largest));
        for (std::size_t h = 0; h < heads; ++h)
            scores[h * step + i] =
                static_cast<float>(std::exp(static_cast<double>(scores[h * step + i] - largest)) / sum);
    }
}

std::size_t bestHead(const std::vector<float>& scores, std::size_t heads, std::size_t step, std::size_t voxel) {
    std::size_t best = 0;
    for (std::size_t h = 1; h < heads; ++h)
        if (scores[h * step + voxel] > scores[best * step + voxel])
            best = h;
    return best;
}

/// The logits on the grid that the case had after cropping: nnU-Net's resampling of probabilities, of order 1.
PlanImage onGridOfCrop(const HostTensor& logits, const PreprocessedCase& prepared, const Configuration& configuration,
                       int threads) {
    ResamplingFunction function = configuration.resamplingData;
    function.order = 1;
    function.orderZ = 0;
    function.forceSeparateZ.reset();
    const PlanImage image{logits.shape[0], prepared.image.shape, prepared.image.spacing, logits.values};
    return resampled(image, {prepared.shapeAfterCropping, prepared.spacingBeforeResampling}, function, threads);
}

/// From the cropped, transposed grid back to the axes of the input frame.
HostTensor inInputFrame(const PlanImage& crop, const PreprocessedCase& prepared, const std::array<int, 3>& transpose) {
    const Triple& full = prepared.shapeBeforeCropping; // after the transpose
    Triple frame{};
    for (std::size_t a = 0; a < 3; ++a)
        frame[static_cast<std::size_t>(transpose[a])] = full[a];
    HostTensor out{{crop.channels, frame[0], frame[1], frame[2]}, {}};
    const auto voxels = static_cast<std::size_t>(frame[0] * frame[1] * frame[2]);
    out.values.assign(static_cast<std::size_t>(crop.channels) * voxels, 0.0F);
    std::fill_n(out.values.begin(), voxels, 1.0F); // background where nothing was computed
    const std::array<std::int64_t, 3> strides{frame[1] * frame[2], frame[2], 1};
    Triple step{};
    for (std::size_t a = 0; a < 3; ++a)
        step[a] = strides[static_cast<std::size_t>(transpose[a])];
    std::size_t from = 0;
    for (std::int64_t c = 0; c < crop.channels; ++c)
        for (std::int64_t i = 0; i < crop.shape[0]; ++i)
            for (std::int64_t j = 0; j < crop.shape[1]; ++j)
                for (std::int64_t k = 0; k < crop.shape[2]; ++k)
                    out.values[static_cast<std::size_t>(
                        c * static_cast<std::int64_t>(voxels) + (prepared.cropBox[0][0] + i) * step[0]
                        + (prepared.cropBox[1][0] + j) * step[1] + (prepared.cropBox[2][0] + k) * step[2])] =
                        crop.voxels[from++];
    return out;
}

std::size_t perHead(const HostTensor& tensor) {
    return tensor.values.size() / static_cast<std::size_t>(tensor.shape.at(0));
}

} // namespace

SegmentedCase segmentCase(ComputeEngine& engine, const PretrainedModel& model, const PlanImage& image,
                          const ComputeSettings& compute, const JobControl& control) {
    const SegmentationNetwork network = segmentationNetwork(model);
    const PreprocessedCase prepared = preprocess(image, model.plans, model.configuration, compute.threads);
    NetworkInput input;
    const std::vector<std::int64_t>& patch = model.configuration.patchSize;
    for (std::size_t a = 0; a < 3; ++a)
        input.size[a] = patch.size() == 3 ? patch[a] : a == 0 ? 1 : patch[a - 1];
    SegmentedCase result;
    result.labelValues = labelValues(model, network.headWeight.shape.at(0));
    result.logits = engine.segment(network, prepared.image, input, model.mirroringAxes.value_or(std::vector<int>{}),
                                   compute, control);
    PlanImage crop = onGridOfCrop(result.logits, prepared, model.configuration, compute.threads);
    softmax(crop.voxels, static_cast<std::size_t>(crop.channels), crop.channelVoxels());
    result.probabilities = inInputFrame(crop, prepared, model.plans.transposeForward);
    const std::size_t step = perHead(result.probabilities);
    for (std::size_t voxel = 0; voxel < step; ++voxel)
        result.labels.push_back(
            result.labelValues[bestHead(result.probabilities.values, result.labelValues.size(), step, voxel)]);
    return result;
}

SegmentationComparison compareLabels(const SegmentedCase& segmented, const std::vector<float>& labels) {
    if (labels.size() != segmented.labels.size())
        throw Error("MDL-035", "The segmentation has " + std::to_string(labels.size()) + " voxels, the case "
                                   + std::to_string(segmented.labels.size()) + ". It belongs to another image.");
    SegmentationComparison comparison{"segmentation", static_cast<std::int64_t>(labels.size()), 0, {}, {}};
    std::map<std::int64_t, std::array<double, 2>> counts; // in both, in either (summed)
    double equal = 0;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const auto theirs = static_cast<std::int64_t>(std::lround(labels[i]));
        if (static_cast<float>(theirs) != labels[i]
            || std::ranges::find(segmented.labelValues, theirs) == segmented.labelValues.end())
            throw Error("MDL-036",
                        "The image holds the value " + std::to_string(labels[i])
                            + ", which is no label of this model. Choose the segmentation that nnU-Net made.");
        const std::int64_t ours = segmented.labels[i];
        equal += ours == theirs ? 1 : 0;
        counts[ours][1] += 1;
        counts[theirs][1] += 1;
        counts[ours][0] += ours == theirs ? 1 : 0;
    }
    comparison.agreement = equal / static_cast<double>(std::max<std::size_t>(labels.size(), 1));
    for (const auto& [label, count] : counts)
        if (label != 0)
            comparison.dice[label] = 2 * count[0] / count[1];
    return comparison;
}

SegmentationComparison compareScores(const SegmentedCase& segmented, const HostTensor& scores) {
    const bool isLogits =
        !std::all_of(scores.values.begin(), scores.values.end(), [](float value) { return value >= 0 && value <= 1; });
    const HostTensor& ours = isLogits ? segmented.logits : segmented.probabilities;
    if (scores.shape != ours.shape)
        throw Error("MDL-035",
                    std::string("The array of ") + (isLogits ? "logits" : "probabilities")
                        + " has another shape than what Nidus computed. It belongs to another image or model.");
    SegmentationComparison comparison{isLogits ? "logits" : "probabilities", 0, 0, 0.0, {}};
    const std::size_t step = perHead(ours);
    const auto heads = static_cast<std::size_t>(ours.shape[0]);
    for (std::size_t i = 0; i < ours.values.size(); ++i)
        comparison.largestDifference =
            std::max(*comparison.largestDifference,
                     std::abs(static_cast<double>(ours.values[i]) - static_cast<double>(scores.values[i])));
    double equal = 0;
    for (std::size_t i = 0; i < step; ++i)
        equal += bestHead(ours.values, heads, step, i) == bestHead(scores.values, heads, step, i) ? 1 : 0;
    comparison.voxels = static_cast<std::int64_t>(step);
    comparison.agreement = equal / static_cast<double>(std::max<std::size_t>(step, 1));
    return comparison;
}

std::string toJson(const SegmentationComparison& comparison) {
    nlohmann::ordered_json json{
        {"against", comparison.against}, {"voxels", comparison.voxels}, {"agreement", comparison.agreement}};
    if (comparison.largestDifference)
        json["largest_difference"] = *comparison.largestDifference;
    for (const auto& [label, dice] : comparison.dice)
        json["dice"][std::to_string(label)] = dice;
    return json.dump();
}

} // namespace nidus
