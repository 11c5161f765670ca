// SPDX-License-Identifier: Apache-2.0
#include "core/model/encoder_keys.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>

namespace nidus {
namespace {

using Fate = LoadReport::Fate;

bool startsWith(std::string_view text, std::string_view prefix) {
    return text.substr(0, prefix.size()) == prefix;
}

std::size_t commonPrefix(const std::vector<CheckpointTensor>& tensors) {
    constexpr std::string_view kPrefixes[] = {"module.", "_orig_mod.", "network.", "model."};
    std::size_t length = 0;
    const auto all = [&](std::string_view prefix) {
        return std::all_of(tensors.begin(), tensors.end(), [&](const CheckpointTensor& tensor) {
            return startsWith(std::string_view(tensor.key).substr(std::min(length, tensor.key.size())), prefix);
        });
    };
    for (bool isStripped = !tensors.empty(); isStripped;) {
        isStripped = false;
        for (const std::string_view prefix : kPrefixes)
            if (all(prefix)) {
                length += prefix.size();
                isStripped = true;
            }
    }
    return length;
}

/// The prefix of the encoder's keys: nnU-Net's, the decoder's reference to it, or none in files of the encoder alone.
std::string_view rootOf(const std::vector<std::string_view>& keys) {
    const auto any = [&](std::string_view prefix) {
        return std::any_of(keys.begin(), keys.end(), [&](std::string_view key) { return startsWith(key, prefix); });
    };
    if (any("eva.") || any("encoder.eva."))
        throw Error("MDL-002", "This is a Primus network (a transformer). Nidus knows the convolutional networks of "
                               "nnU-Net: PlainConvUNet and ResidualEncoderUNet. Choose such a model.");
    if (any("encoder.stages.") || any("encoder.stem."))
        return "encoder.";
    if (any("decoder.encoder.stages.") || any("decoder.encoder.stem."))
        return "decoder.encoder.";
    if (any("stages.") || any("stem."))
        return "";
    throw Error("MDL-002", "The weights in this file do not belong to a network of nnU-Net v2: no encoder was found. "
                           "Choose a model that nnU-Net v2 trained.");
}

/// A key below the encoder, taken apart: path of the ConvDropoutNormReLU, layer and parameter.
struct Part {
    enum class Source { AllModules, SecondName, OnlyName };
    std::string name; ///< canonical
    Source source = Source::SecondName;
};

std::optional<Part> partOf(std::string_view key) {
    constexpr std::string_view kAll = ".all_modules.";
    if (const std::size_t at = key.find(kAll); at != std::string_view::npos) {
        const std::string_view rest = key.substr(at + kAll.size());
        std::size_t index = 0;
        const auto [end, fault] = std::from_chars(rest.data(), rest.data() + rest.size(), index);
        if (fault != std::errc() || end == rest.data() + rest.size() || *end != '.')
            return std::nullopt;
        // The convolution is always first; where the norm stands depends on dropout and on the order of the activation.
        const std::string parameter(end, rest.data() + rest.size());
        return Part{std::string(key.substr(0, at)) + (index == 0 ? ".conv" : ".norm") + parameter,
                    Part::Source::AllModules};
    }
    for (const std::string_view layer : {".conv.", ".norm."})
        if (key.rfind(layer) != std::string_view::npos)
            return Part{std::string(key), Part::Source::SecondName};
    for (const std::string_view layer : {".squeeze_excitation.fc1.", ".squeeze_excitation.fc2."})
        if (key.rfind(layer) != std::string_view::npos)
            return Part{std::string(key), Part::Source::OnlyName};
    return std::nullopt;
}

bool isCounter(std::string_view key) {
    constexpr std::string_view kEnd = ".num_batches_tracked";
    return key.size() > kEnd.size() && key.substr(key.size() - kEnd.size()) == kEnd;
}

std::string outsideNote(std::string_view key) {
    if (startsWith(key, "decoder.encoder."))
        return "second name of the encoder";
    if (startsWith(key, "decoder."))
        return "decoder";
    return "not part of the encoder";
}

std::map<std::string, const CheckpointTensor*> decoderTensors(const std::vector<CheckpointTensor>& tensors,
                                                              const std::vector<std::string_view>& keys) {
    constexpr std::string_view kRoot = "decoder.";
    std::map<std::string, const CheckpointTensor*> used, seconds;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        if (!startsWith(keys[i], kRoot) || startsWith(keys[i], "decoder.encoder.") || isCounter(keys[i]))
            continue;
        const std::string_view rest = keys[i].substr(kRoot.size());
        const std::optional<Part> part = partOf(rest);
        auto& target = part && part->source == Part::Source::SecondName ? seconds : used;
        target.emplace(part ? part->name : std::string(rest), &tensors[i]);
    }
    used.merge(seconds);
    return used;
}

} // namespace

EncoderKeys encoderKeys(const std::vector<CheckpointTensor>& tensors) {
    const std::size_t prefix = commonPrefix(tensors);
    std::vector<std::string_view> keys;
    for (const CheckpointTensor& tensor : tensors)
        keys.push_back(std::string_view(tensor.key).substr(prefix));
    const std::string_view root = rootOf(keys);

    EncoderKeys result;
    result.decoder = decoderTensors(tensors, keys);
    std::map<std::string, const CheckpointTensor*> seconds;
    std::vector<std::optional<Part>> parts(keys.size());
    bool hasAllModules = false;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        if (startsWith(keys[i], root) && !isCounter(keys[i]))
            parts[i] = partOf(keys[i].substr(root.size()));
        if (!parts[i])
            continue;
        hasAllModules = hasAllModules || parts[i]->source == Part::Source::AllModules;
        auto& target = parts[i]->source == Part::Source::SecondName ? seconds : result.tensors;
        if (!target.emplace(parts[i]->name, &tensors[i]).second)
            throw Error("MDL-002", "The layer of \"" + tensors[i].key
                                       + "\" has an activation with weights of its own, which Nidus does not know.");
    }
    if (!hasAllModules)
        result.tensors.merge(seconds);
    for (std::size_t i = 0; i < keys.size(); ++i) {
        LoadReport::Row row{tensors[i].key, Fate::Skipped, {}};
        if (!startsWith(keys[i], root))
            row.note = outsideNote(keys[i]);
        else if (isCounter(keys[i]))
            row.note = "counter of training steps";
        else if (!parts[i])
            row.note = "unknown part of the encoder";
        else if (parts[i]->source != Part::Source::SecondName || !hasAllModules)
            row = {tensors[i].key, Fate::Matched, parts[i]->name};
        else {
            const auto used = result.tensors.find(parts[i]->name);
            row.note = "second name of the same layer";
            if (used == result.tensors.end())
                row.note = "unknown part of the encoder";
            else if (!used->second->sharesDataWith(tensors[i]))
                result.twins.emplace_back(used->second, &tensors[i]);
        }
        result.rows.push_back(std::move(row));
    }
    return result;
}

} // namespace nidus
