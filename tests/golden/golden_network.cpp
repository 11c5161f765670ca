// SPDX-License-Identifier: Apache-2.0
// The encoder's forward and backward pass against PyTorch running nnU-Net's own networks.
#include "core/base/files.h"
#include "core/base/npy.h"
#include "core/base/safetensors.h"
#include "core/model/engine.h"
#include "core/model/pretrained_model.h"
#include "core/model/segmentation.h"
#include "tests/golden/golden_row.h"

#include <algorithm>
#include <cmath>
#include <memory>

namespace nidus::golden {
namespace {

using Json = nlohmann::json;

const ComputeSettings kCompute{"cpu", 2, Precision::Float32};

ComputeEngine& engine() {
    static const std::shared_ptr<ComputeEngine> loaded = loadComputeEngine();
    return *loaded;
}

/// The encoder of an entry's checkpoint, through the project's own reader and weight files.
class Encoder {
public:
    Encoder(const GoldenIndex& index, const GoldenEntry& entry) {
        const PretrainedModel model =
            loadPretrainedModel(index.folder / entry.params.at("checkpoint").get<std::string>());
        source.architecture = model.architecture;
        source.weights = {m_folder.path() / "encoder.safetensors"};
        writeSafetensors(source.weights.front(), f32Entries(model.weights), {});
    }
    EncoderSource source;

private:
    TemporaryFolder m_folder;
};

HostTensor tensorFrom(const NpyArray& array) {
    return {array.shape, array.floats()};
}

std::size_t voxelsOf(const HostTensor& tensor) {
    std::size_t count = 1;
    for (std::size_t axis = 2; axis < tensor.shape.size(); ++axis)
        count *= static_cast<std::size_t>(tensor.shape[axis]);
    return count;
}

/// The elements of the output that the golden file keeps: all, or the first channels of the first sample.
std::vector<double> storedPart(const HostTensor& output, const Json& facts) {
    std::size_t count = output.values.size();
    if (facts.value("stored", "full") != "full")
        count = std::min(count, facts.at("channels_stored").get<std::size_t>() * voxelsOf(output));
    return {output.values.begin(), output.values.begin() + static_cast<std::ptrdiff_t>(count)};
}

/// Mean, smallest and largest element of every channel of every sample, where the file keeps a part only.
void compareStatistics(const HostTensor& output, const Json& facts, double tolerance, GoldenRow& row) {
    const std::size_t voxels = voxelsOf(output);
    const auto channels = static_cast<std::size_t>(output.shape[1]);
    if (!facts.contains("stats_nc")) // small sets keep every element instead
        return;
    for (std::size_t i = 0; i * voxels < output.values.size(); ++i) {
        const auto begin = output.values.begin() + static_cast<std::ptrdiff_t>(i * voxels);
        const auto end = begin + static_cast<std::ptrdiff_t>(voxels);
        double sum = 0;
        for (auto v = begin; v != end; ++v)
            sum += static_cast<double>(*v);
        const auto expected = [&](const char* key) {
            return facts.at("stats_nc").at(key).at(i / channels).at(i % channels).get<double>();
        };
        note(row, std::abs(sum / static_cast<double>(voxels) - expected("mean")), tolerance, "mean of a channel");
        note(row, std::abs(static_cast<double>(*std::min_element(begin, end)) - expected("min")), tolerance,
             "minimum of a channel");
        note(row, std::abs(static_cast<double>(*std::max_element(begin, end)) - expected("max")), tolerance,
             "maximum of a channel");
    }
}

std::vector<double> pooled(const HostTensor& output) {
    const std::size_t voxels = voxelsOf(output);
    std::vector<double> means(output.values.size() / voxels);
    for (std::size_t i = 0; i < output.values.size(); ++i)
        means[i / voxels] += static_cast<double>(output.values[i]) / static_cast<double>(voxels);
    return means;
}

/// Logits of the whole network, [N, heads, spatial...]: one window per sample, nothing mirrored.
std::vector<double> logitsOf(const GoldenIndex& index, const GoldenEntry& entry, const HostTensor& input) {
    ModelChoice choice;
    choice.withDecoder = true;
    const SegmentationNetwork network = segmentationNetwork(
        loadPretrainedModel(index.folder / entry.params.at("checkpoint").get<std::string>(), choice));
    PlanImage image{input.shape[1], {1, 1, 1}, {1, 1, 1}, {}};
    for (std::size_t axis = 2; axis < input.shape.size(); ++axis)
        image.shape[axis + 3 - input.shape.size()] = input.shape[axis];
    const std::size_t size = static_cast<std::size_t>(image.channels) * image.channelVoxels();
    std::vector<double> logits;
    for (std::size_t from = 0; from < input.values.size(); from += size) {
        image.voxels.assign(input.values.begin() + static_cast<std::ptrdiff_t>(from),
                            input.values.begin() + static_cast<std::ptrdiff_t>(from + size));
        const HostTensor sample = engine().segment(network, image, {image.shape, {}}, {}, kCompute, {});
        logits.insert(logits.end(), sample.values.begin(), sample.values.end());
    }
    return logits;
}

void checkForward(const GoldenIndex& index, const GoldenEntry& entry, GoldenRow& row) {
    const Encoder encoder(index, entry);
    const HostTensor input = tensorFrom(readNpy(entry.file("input")));
    const std::vector<HostTensor> outputs = engine().forwardStages(encoder.source, input, kCompute);
    for (const Json& facts : entry.params.at("outputs")) {
        const std::string name = facts.at("name");
        const double tolerance = facts.at("tolerance").at("abs");
        if (name == "pooled") {
            note(row, maxDifference(pooled(outputs.back()), readNpy(entry.file(name)).values), tolerance, name);
            continue;
        }
        if (name == "logits") {
            note(row, maxDifference(logitsOf(index, entry, input), readNpy(entry.file(name)).values), tolerance, name);
            continue;
        }
        const HostTensor& output = outputs.at(std::stoul(name.substr(6)));
        if (Json(output.shape) != facts.at("shape"))
            fail(row, name + " has another shape");
        else {
            note(row, maxDifference(storedPart(output, facts), readNpy(entry.file(name)).values), tolerance, name);
            compareStatistics(output, facts, tolerance, row);
        }
    }
}

/// "encoder.stages.0.0.convs.1.all_modules.0.weight" as "stages.0.0.convs.1.conv.weight".
std::string canonicalName(std::string key) {
    if (key.rfind("encoder.", 0) == 0)
        key.erase(0, 8);
    for (const auto& [from, to] :
         {std::pair<std::string, std::string>{"all_modules.0", "conv"}, {"all_modules.1", "norm"}})
        if (const auto at = key.find(from); at != std::string::npos)
            key.replace(at, from.size(), to);
    return key;
}

void checkGradient(const GoldenIndex& index, const GoldenEntry& entry, GoldenRow& row) {
    const Encoder encoder(index, entry);
    const HostTensor input = tensorFrom(readNpy(entry.file("input")));
    const auto channels = static_cast<std::size_t>(encoder.source.architecture.featuresPerStage.back());
    std::vector<double> ones(channels, 1.0), rising(channels);
    for (std::size_t c = 0; c < channels; ++c)
        rising[c] = -1 + 2 * static_cast<double>(c) / static_cast<double>(channels - 1);
    const auto ofSum = engine().pooledGradient(encoder.source, input, ones, kCompute);
    const auto ofWeighted = engine().pooledGradient(encoder.source, input, rising, kCompute);
    for (const Json& facts : entry.params.at("outputs")) {
        const std::string name = facts.at("name");
        const auto& gradient = name.rfind("sum_", 0) == 0 ? ofSum : ofWeighted;
        const HostTensor& tensor = gradient.at(canonicalName(facts.at("parameter")));
        const std::vector<double> got(tensor.values.begin(), tensor.values.end());
        note(row, maxDifference(got, readNpy(entry.file(name)).values), facts.at("tolerance").at("abs"), name);
    }
}

std::vector<GoldenRow> checkNetworks(const GoldenIndex& index) {
    std::vector<GoldenRow> rows =
        checkEach(index, "forward", [&](const GoldenEntry& e, GoldenRow& r) { checkForward(index, e, r); });
    const std::vector<GoldenRow> gradients =
        checkEach(index, "gradient", [&](const GoldenEntry& e, GoldenRow& r) { checkGradient(index, e, r); });
    rows.insert(rows.end(), gradients.begin(), gradients.end());
    return rows;
}

const GoldenRegistration kRegistration{checkNetworks};

} // namespace
} // namespace nidus::golden
