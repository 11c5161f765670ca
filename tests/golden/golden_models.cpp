// SPDX-License-Identifier: Apache-2.0
// Reading of real model trees: facts, weights, other containers and namings, other plans, exports.
#include "core/base/files.h"
#include "core/model/pretrained_model.h"
#include "core/nnunet/preprocess.h"
#include "tests/golden/golden_row.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace nidus::golden {
namespace {

using Json = nlohmann::json;

const char* nameOf(NormalizationScheme scheme) {
    switch (scheme) {
    case NormalizationScheme::ZScore:
        return "ZScoreNormalization";
    case NormalizationScheme::Ct:
        return "CTNormalization";
    case NormalizationScheme::None:
        return "NoNormalization";
    case NormalizationScheme::RescaleTo01:
        return "RescaleTo01Normalization";
    case NormalizationScheme::RgbTo01:
        return "RGBTo01Normalization";
    }
    return "";
}

const char* nameOf(NormLayer norm) {
    return norm == NormLayer::Batch ? "batch" : norm == NormLayer::Instance ? "instance" : "none";
}

/// index.json counts every element that the encoder stores: for BatchNorm also its statistics and its counter of steps,
/// which are no parameters.
std::int64_t storedElements(const EncoderArchitecture& network) {
    std::int64_t count = parameterCount(network);
    for (const EncoderTensor& tensor : encoderTensors(network))
        if (tensor.isBuffer)
            count += tensor.shape.at(0) + (tensor.name.ends_with(".running_mean") ? 1 : 0);
    return count;
}

/// What was read, under the keys that index.json uses.
Json factsOf(const PretrainedModel& model) {
    const EncoderArchitecture& network = model.architecture;
    const Configuration& configuration = model.configuration;
    Json schemes = Json::array(), spacing = Json::array();
    for (const NormalizationScheme scheme : configuration.normalization)
        schemes.push_back(nameOf(scheme));
    for (const std::optional<double>& axis : configuration.spacing)
        spacing.push_back(axis ? Json(*axis) : Json());
    return {{"trainer", model.trainer},
            {"configuration", configuration.name},
            {"plans_name", model.plans.plansName},
            {"dataset_name", model.plans.datasetName},
            {"network_class", configuration.architecture.networkClass},
            {"n_stages", network.featuresPerStage.size()},
            {"features_per_stage", network.featuresPerStage},
            {"kernel_sizes", network.kernelSizes},
            {"strides", network.strides},
            {"convs_or_blocks_per_stage", network.convsOrBlocksPerStage},
            {"n_conv_per_stage", network.convsOrBlocksPerStage},
            {"conv_bias", network.convBias},
            {"norm", nameOf(network.norm)},
            {"input_channels", network.inputChannels},
            {"patch_size", configuration.patchSize},
            {"spacing", spacing},
            {"batch_size", configuration.batchSize},
            {"transpose_forward", model.plans.transposeForward},
            {"normalization_schemes", schemes},
            {"use_mask_for_norm", configuration.useMaskForNorm},
            {"image_reader_writer", model.plans.imageReaderWriter},
            {"mirroring_axes", model.mirroringAxes ? Json(*model.mirroringAxes) : Json()},
            {"current_epoch", model.epochsTrained},
            {"segmentation_heads", model.dataset.labels.size()},
            {"n_keys", model.report.rows.size()},
            {"encoder_parameters", storedElements(network)}};
}

void compareFacts(const PretrainedModel& model, const Json& expected, GoldenRow& row) {
    const Json facts = factsOf(model);
    for (const auto& item : expected.items())
        if (facts.contains(item.key()) && facts[item.key()] != item.value())
            fail(row, item.key() + " is " + facts[item.key()].dump() + " instead of " + item.value().dump());
}

// weights.json: columns key, shape, stride, dtype, storage, sum, abs_sum; one row per key of the file.
void compareSums(const PretrainedModel& model, const Json& table, GoldenRow& row) {
    constexpr double kRelative = 1e-9;
    std::map<std::string, const Json*> rows;
    for (const Json& line : table.at("rows"))
        rows[line.at(0).get<std::string>()] = &line;
    if (rows.size() != model.report.rows.size())
        fail(row, "the file has another number of keys");
    std::size_t compared = 0;
    for (const LoadReport::Row& key : model.report.rows) {
        if (rows.count(key.key) == 0)
            return fail(row, "key " + key.key + " is not in weights.json");
        if (key.fate != LoadReport::Fate::Matched)
            continue;
        const Json& line = *rows[key.key];
        const SharedTensor& tensor = model.weights.at(key.note);
        if (line.at(1) != Json(tensor.shape))
            fail(row, key.key + " has another shape");
        double sum = 0;
        for (const float value : tensor.values)
            sum += static_cast<double>(value);
        note(row, std::abs(sum - line.at(5).get<double>()) / std::max(line.at(6).get<double>(), 1e-300), kRelative,
             "relative error of the sum of " + key.key);
        ++compared;
    }
    if (compared != model.weights.size() || static_cast<std::int64_t>(compared) != model.report.matched)
        fail(row, "not every encoder tensor was compared once");
}

void checkModel(const GoldenEntry& entry, GoldenRow& row) {
    const PretrainedModel model = loadPretrainedModel(entry.file("checkpoint"));
    compareSums(model, Json::parse(readTextFile(entry.file("weights"))), row);
    compareFacts(model, entry.params, row);
    if (!model.problems.empty() && entry.params.at("norm") != "batch")
        fail(row, "an unfounded warning: " + model.problems.front().text);
}

/// |got - expected| <= abs + rel |expected| for every weight of the encoder.
void compareWeights(const PretrainedModel& got, const PretrainedModel& base, const Json& tolerance, GoldenRow& row) {
    if (got.architecture != base.architecture || got.weights.size() != base.weights.size())
        return fail(row, "another architecture than its base model");
    const double relative = tolerance.value("rel", 0.0);
    for (const auto& [name, expected] : base.weights) {
        const SharedTensor& tensor = got.weights.at(name);
        if (tensor.shape != expected.shape)
            return fail(row, name + " has another shape");
        double worst = 0;
        for (std::size_t i = 0; i < expected.values.size(); ++i) {
            const double value = static_cast<double>(expected.values[i]);
            worst =
                std::max(worst, std::abs(static_cast<double>(tensor.values[i]) - value) - relative * std::abs(value));
        }
        note(row, worst, tolerance.at("abs").get<double>(), name);
    }
}

PretrainedModel baseOf(const GoldenIndex& index, const std::string& name) {
    for (const GoldenEntry* entry : index.ofKind("model"))
        if (entry->name == name)
            return loadPretrainedModel(entry->file("checkpoint"));
    throw Error("GLD-002", "index.json lists no model \"" + name + "\".");
}

/// Bit for bit: by key of the file the SHA-256 of every tensor that counts.
void compareHashes(const PretrainedModel& model, const Json& expected, GoldenRow& row) {
    const Json document = Json::parse(inspectJson(model, TensorHashes::Yes));
    Json got = Json::object();
    for (const Json& tensor : document.at("tensors").at("rows"))
        if (tensor.contains("sha256"))
            got[tensor.at("key").get<std::string>()] = tensor.at("sha256");
    for (const auto& item : expected.items())
        if (!got.contains(item.key()) || got[item.key()] != item.value())
            fail(row, item.key() + " has other bytes or is not used");
    note(row, std::abs(static_cast<double>(got.size()) - static_cast<double>(expected.size())), 0,
         "number of tensors used");
}

void checkVariant(const GoldenIndex& index, const GoldenEntry& entry, GoldenRow& row) {
    const PretrainedModel model = loadPretrainedModel(entry.file("checkpoint"));
    if (entry.params.contains("sha256"))
        compareHashes(model, entry.params["sha256"], row);
    if (entry.params.contains("same_weights_as"))
        compareWeights(model, baseOf(index, entry.params["same_weights_as"].get<std::string>()), entry.tolerance, row);
    const bool warned = std::any_of(model.problems.begin(), model.problems.end(),
                                    [](const Problem& problem) { return problem.code == "MDL-021"; });
    if (warned != entry.params.value("aliases_differ", false))
        fail(row, warned ? "warns of different second names" : "no warning of different second names");
    for (const char* key : {"expected_arch_kwargs", "expected_resolved"})
        if (entry.params.contains(key))
            compareFacts(model, entry.params[key], row);
    if (entry.params.contains("configuration") && model.configuration.name != entry.params["configuration"])
        fail(row, "another configuration");
}

/// An image of another number of channels is refused, never fitted in silence.
void requireRefusal(const PretrainedModel& model, std::int64_t channels, GoldenRow& row) {
    const PlanImage image{
        channels, {8, 8, 8}, {1, 1, 1}, std::vector<float>(static_cast<std::size_t>(channels * 512), 1)};
    try {
        (void)preprocess(image, model.plans, model.configuration, 1);
        fail(row, "an image of " + std::to_string(channels) + " channels is accepted");
    } catch (const Error& error) {
        if (error.code() != "IMG-013")
            fail(row, "refused with " + error.code());
    }
}

/// What nnU-Net's load_pretrained_weights takes over, and what Nidus takes: of a network with other heads everything
/// but the segmentation layers; nothing into a network with other input channels unless the user chooses how.
void checkTransfer(const GoldenIndex& index, const GoldenEntry& entry, GoldenRow& row) {
    const PretrainedModel model = baseOf(index, entry.params.at("model").get<std::string>());
    const Json keys = Json::parse(readTextFile(entry.file("keys")));
    const auto transferred = keys.at("transferred").get<std::set<std::string>>();
    const bool isRefused = !entry.params.at("error").is_null();
    if (isRefused != (model.architecture.inputChannels != entry.params.at("input_channels").get<std::int64_t>()))
        fail(row, "takes another number of input channels");
    std::size_t common = 0, encoder = 0;
    for (const LoadReport::Row& tensor : model.report.rows) {
        common += tensor.key.find(".seg_layers.") == std::string::npos ? 1 : 0;
        encoder += tensor.fate == LoadReport::Fate::Matched ? 1 : 0;
        if (tensor.fate == LoadReport::Fate::Matched && !isRefused && transferred.count(tensor.key) == 0)
            fail(row, tensor.key + " is not transferred by nnU-Net");
    }
    const std::size_t expected = isRefused ? 0 : common;
    note(row, std::abs(static_cast<double>(transferred.size()) - static_cast<double>(expected)), 0, "number of keys");
    if (encoder != model.weights.size())
        fail(row, "not the whole encoder is taken over");
    if (isRefused)
        requireRefusal(model, entry.params.at("input_channels"), row);
}

std::vector<GoldenRow> checkModels(const GoldenIndex& index) {
    const auto variant = [&](const GoldenEntry& entry, GoldenRow& row) { checkVariant(index, entry, row); };
    const auto exported = [&](const GoldenEntry& entry, GoldenRow& row) {
        compareWeights(loadPretrainedModel(entry.file("zip")),
                       baseOf(index, entry.params.at("model").get<std::string>()), entry.tolerance, row);
    };
    std::vector<GoldenRow> rows = checkEach(index, "model", checkModel);
    for (const auto& [kind, check] : {std::pair<const char*, EntryCheck>("checkpoint_variant", variant),
                                      std::pair<const char*, EntryCheck>("plans_variant", variant),
                                      std::pair<const char*, EntryCheck>("export_zip", exported)}) {
        std::vector<GoldenRow> more = checkEach(index, kind, check);
        rows.insert(rows.end(), more.begin(), more.end());
    }
    for (GoldenRow& row : checkEach(index, "finetune",
                                    [&](const GoldenEntry&entry, GoldenRow&row) { checkTransfer(index, entry, row); }))
        rows.push_back(std::move(row));
    return rows;
}

const GoldenRegistration kRegistration{checkModels};

} // namespace
} // namespace nidus::golden
