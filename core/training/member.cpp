// SPDX-License-Identifier: Apache-2.0
#include "core/training/member.h"

#include "core/base/error.h"
#include "core/base/safetensors.h"

#include <nlohmann/json.hpp>

namespace nidus {
namespace {

using Json = nlohmann::ordered_json;
constexpr int kNewestFormat = 2;
constexpr const char* kMetadataKey = "nidus";

HostTensor hostTensor(const SafetensorsFile& file, const std::string& name) {
    return {file.tensor(name).shape, file.floats(name)};
}

Member parsed(const SafetensorsFile& file, const Json& json, const std::filesystem::path& path) {
    Member member;
    json.at("finetuned").get_to(member.isFinetuned);
    json.at("epochs").get_to(member.epochs);
    json.at("temperature").get_to(member.temperature);
    json.at("input").get_to(member.input.size);
    member.input.maskedChannels = json.at("masked_channels").get<std::vector<bool>>();
    LinearHead& head = member.head;
    head.kind = headKindFromName(json.at("head").get<std::string>());
    json.at("classes").get_to(head.classes);
    head.mean = file.floats("head.mean");
    head.scale = file.floats("head.scale");
    head.weight = file.floats("head.weight");
    head.bias = file.floats("head.bias");
    if (file.tensors().contains("head.attention.w"))
        head.attention = {file.floats("head.attention.v"), file.floats("head.attention.u"),
                          file.floats("head.attention.w")};
    const std::size_t weighing = head.attention.w.size() * head.mean.size();
    const auto classes = static_cast<std::size_t>(std::max(head.classes, 0));
    if (classes < 2 || head.bias.size() != classes || head.scale.size() != head.mean.size()
        || head.weight.size() != classes * head.mean.size() || head.attention.v.size() != weighing
        || head.attention.u.size() != weighing || !(member.temperature > 0))
        throw Error("TRN-015", path.string() + " is damaged: the parts of its head do not fit together.");
    for (const auto& [name, entry] : file.tensors())
        if (!name.starts_with("head."))
            member.encoderWeights[name] = hostTensor(file, name);
    return member;
}

} // namespace

std::string memberFileName(int member) {
    return member == 0 ? "weights.safetensors" : "weights_" + std::to_string(member) + ".safetensors";
}

void writeMember(const std::filesystem::path& file, const Member& member) {
    const LinearHead& head = member.head;
    const auto dims = static_cast<std::int64_t>(head.mean.size());
    const auto classes = static_cast<std::int64_t>(head.classes);
    std::map<std::string, TensorEntry> tensors = f32Entries(member.encoderWeights);
    tensors.emplace("head.mean", f32Entry(head.mean, {dims}));
    tensors.emplace("head.scale", f32Entry(head.scale, {dims}));
    tensors.emplace("head.weight", f32Entry(head.weight, {classes, dims}));
    tensors.emplace("head.bias", f32Entry(head.bias, {classes}));
    if (const GatedAttention& attention = head.attention; !attention.isEmpty()) {
        const auto units = static_cast<std::int64_t>(attention.w.size());
        tensors.emplace("head.attention.v", f32Entry(attention.v, {units, dims}));
        tensors.emplace("head.attention.u", f32Entry(attention.u, {units, dims}));
        tensors.emplace("head.attention.w", f32Entry(attention.w, {units}));
    }
    const Json json{{"format", head.kind == HeadKind::Attention ? kNewestFormat : 1},
                    {"kind", "member"},
                    {"finetuned", member.isFinetuned},
                    {"epochs", member.epochs},
                    {"temperature", member.temperature},
                    {"input", member.input.size},
                    {"masked_channels", member.input.maskedChannels},
                    {"head", headKindName(head.kind)},
                    {"classes", head.classes}};
    writeSafetensors(file, tensors, {{kMetadataKey, json.dump()}});
}

Member readMember(const std::filesystem::path& path) {
    const SafetensorsFile file(path);
    const auto metadata = file.metadata().find(kMetadataKey);
    if (metadata == file.metadata().end())
        throw Error("TRN-015", path.string() + " does not hold the trained weights of a fold.");
    try {
        const Json json = Json::parse(metadata->second);
        if (json.at("kind") != "member")
            throw Error("TRN-015", path.string() + " does not hold the trained weights of a fold.");
        if (json.at("format").get<int>() > kNewestFormat)
            throw Error("TRN-014", path.string() + " was written by a newer version of Nidus. Please update Nidus.");
        return parsed(file, json, path);
    } catch (const Json::exception& error) {
        throw Error("TRN-015", path.string() + " is damaged: " + error.what());
    }
}

std::vector<double> logitsOf(const LinearHead& head, std::span<const float> features) {
    const auto classes = static_cast<std::size_t>(head.classes);
    const std::size_t dims = head.mean.size();
    if (features.size() != dims)
        throw Error("TRN-015", "The trained head wants " + std::to_string(dims) + " features, but the encoder gives "
                                   + std::to_string(features.size()) + ". The weights belong to another encoder.");
    std::vector<double> logits(head.bias.begin(), head.bias.end());
    for (std::size_t k = 0; k < classes; ++k)
        for (std::size_t j = 0; j < dims; ++j)
            logits[k] += static_cast<double>(head.weight[k * dims + j])
                         * ((static_cast<double>(features[j]) - static_cast<double>(head.mean[j]))
                            / static_cast<double>(head.scale[j]));
    return logits;
}

LinearScore contrastOf(const LinearHead& head, std::size_t classIndex) {
    const auto classes = static_cast<std::size_t>(head.classes);
    const std::size_t dims = head.mean.size();
    LinearScore score{head.kind, std::vector<double>(dims), 0};
    if (!head.attention.isEmpty())
        score.weigher = head;
    for (std::size_t k = 0; k < classes; ++k) {
        const double sign = k == classIndex ? 1 : -1 / static_cast<double>(classes - 1);
        score.constant += sign * static_cast<double>(head.bias[k]);
        for (std::size_t j = 0; j < dims; ++j) {
            const double weight =
                sign * static_cast<double>(head.weight[k * dims + j]) / static_cast<double>(head.scale[j]);
            score.weight[j] += weight;
            score.constant -= weight * static_cast<double>(head.mean[j]);
        }
    }
    return score;
}

EncoderSource memberEncoder(const EncoderSource& base, const Member& member, const std::filesystem::path& file) {
    EncoderSource encoder = base;
    if (member.isFinetuned)
        encoder.weights.push_back(file);
    return encoder;
}

} // namespace nidus
