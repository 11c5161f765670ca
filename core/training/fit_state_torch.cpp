// SPDX-License-Identifier: Apache-2.0
#include "core/training/fit_state_torch.h"

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/base/safetensors.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstring>
#include <span>

namespace nidus::compute {
namespace {

using Json = nlohmann::json;

constexpr int kFormat = 2;

std::string digestOf(const std::vector<float>& values) {
    return sha256(std::as_bytes(std::span(values)));
}

Json casesJson(const std::vector<TrainingCase>& cases) {
    Json list = Json::array();
    for (const TrainingCase& c : cases)
        list.push_back({c.id, c.label, c.index});
    return list;
}

TensorEntry f64Entry(std::span<const double> values, std::vector<std::int64_t> shape) {
    return {TensorType::F64, std::move(shape), std::as_bytes(values)};
}

std::vector<double> doubles(const SafetensorsFile& file, const std::string& name) {
    const TensorEntry& entry = file.tensor(name);
    if (entry.type != TensorType::F64)
        throw Error("TRN-032", "the history has another type");
    std::vector<double> values(entry.bytes.size() / sizeof(double));
    std::memcpy(values.data(), entry.bytes.data(), values.size() * sizeof(double));
    return values;
}

void fill(const at::Tensor& target, const SafetensorsFile& file, const std::string& name) {
    const std::vector<float> values = file.floats(name);
    if (file.tensor(name).shape != target.sizes().vec())
        throw Error("TRN-032", name + " has another shape");
    target.detach().copy_(at::tensor(values).reshape(target.sizes()));
}

/// Tensors of the host with the map of their entries; the entries point into the tensors.
class StateWriter {
public:
    void add(const std::string& name, const at::Tensor& tensor) {
        m_tensors.push_back(tensor.detach().to(at::kCPU).contiguous());
        const at::Tensor& host = m_tensors.back();
        m_entries[name] =
            f32Entry({host.const_data_ptr<float>(), static_cast<std::size_t>(host.numel())}, host.sizes().vec());
    }
    void add(const std::string& name, std::span<const double> values, std::vector<std::int64_t> shape) {
        m_entries[name] = f64Entry(values, std::move(shape));
    }
    void write(const std::filesystem::path& path, const Json& metadata) const {
        writeSafetensors(path, m_entries, {{"nidus", metadata.dump()}});
    }

private:
    std::vector<at::Tensor> m_tensors;
    std::map<std::string, TensorEntry> m_entries;
};

void restore(const SafetensorsFile& file, const Json& metadata, FitState& state) {
    for (ParameterGroup& group : state.groups) {
        if (!metadata.at("steps").contains(group.name))
            continue;
        group.open();
        group.steps.fill_(metadata.at("steps").at(group.name).get<double>());
        for (std::size_t i = 0; i < group.parameters.size(); ++i) {
            const std::string& name = group.parameters[i].name;
            fill(group.parameters[i].tensor, file, "weights/" + name);
            fill(group.first[i], file, "adamw/first/" + name);
            fill(group.second[i], file, "adamw/second/" + name);
            if (const std::string key = "average/" + name; file.tensors().contains(key)) {
                group.average.push_back(group.start[i].clone());
                fill(group.average.back(), file, key);
            }
        }
    }
    const std::vector<double> losses = doubles(file, "history/training_loss");
    const std::vector<double> logits = doubles(file, "history/validation_logits");
    const std::vector<std::int64_t> shape = file.tensor("history/validation_logits").shape;
    if (shape.size() != 3 || static_cast<std::size_t>(shape[0]) != losses.size())
        throw Error("TRN-032", "the history has another shape");
    auto next = logits.begin();
    state.epochs.clear();
    for (const double loss : losses) {
        FineTuneOutcome::Epoch epoch{loss, {}};
        for (std::int64_t i = 0; i < shape[1]; ++i, next += shape[2])
            epoch.validationLogits.emplace_back(next, next + shape[2]);
        state.epochs.push_back(std::move(epoch));
    }
}

Json toJson(const LossScale& scale) {
    return {{"scale", scale.scale}, {"good_steps", scale.goodSteps}, {"skipped_steps", scale.skippedSteps}};
}

LossScale lossScaleFrom(const Json& json) {
    return {json.at("scale"), json.at("good_steps"), json.at("skipped_steps")};
}

} // namespace

std::string fitDigest(const FineTuneTask& task) {
    Json weights = Json::array();
    for (const auto& path : task.encoder.weights)
        weights.push_back(sha256File(path));
    const Json all{{"fit", task.fit},
                   {"fold", task.fold},
                   {"fit_index", task.fitIndex},
                   {"architecture", toJson(task.encoder.architecture)},
                   {"weights", weights},
                   {"encoder_seed", task.encoder.seed},
                   {"head",
                    {headKindName(task.head.kind), task.head.classes, digestOf(task.head.mean),
                     digestOf(task.head.scale), digestOf(task.head.weight), digestOf(task.head.bias)}},
                   {"size", task.input.size},
                   {"masked", task.input.maskedChannels},
                   {"recipe", toJson(task.recipe)},
                   {"compute", {task.compute.device, task.compute.threads, static_cast<int>(task.compute.precision)}},
                   {"training", casesJson(task.training)},
                   {"validation", casesJson(task.validation)}};
    std::string text = all.dump();
    if (const GatedAttention& attention = task.head.attention; !attention.isEmpty())
        text += digestOf(attention.v) + digestOf(attention.u) + digestOf(attention.w);
    return sha256(std::as_bytes(std::span(text)));
}

void saveFitState(const std::filesystem::path& file, const FitState& state, const std::string& digest) {
    StateWriter writer;
    Json steps = Json::object();
    for (const ParameterGroup& group : state.groups) {
        if (!group.wasOpened)
            continue;
        steps[group.name] = group.steps.item<double>();
        for (std::size_t i = 0; i < group.parameters.size(); ++i) {
            const std::string& name = group.parameters[i].name;
            writer.add("weights/" + name, group.parameters[i].tensor);
            writer.add("adamw/first/" + name, group.first[i]);
            writer.add("adamw/second/" + name, group.second[i]);
            if (!group.average.empty())
                writer.add("average/" + name, group.average[i]);
        }
    }
    std::vector<double> losses, logits;
    std::int64_t cases = 0, classes = 0;
    for (const FineTuneOutcome::Epoch& epoch : state.epochs) {
        losses.push_back(epoch.trainingLoss);
        cases = static_cast<std::int64_t>(epoch.validationLogits.size());
        for (const std::vector<double>& row : epoch.validationLogits) {
            classes = static_cast<std::int64_t>(row.size());
            logits.insert(logits.end(), row.begin(), row.end());
        }
    }
    const auto epochs = static_cast<std::int64_t>(losses.size());
    writer.add("history/training_loss", losses, {epochs});
    writer.add("history/validation_logits", logits, {epochs, cases, classes});
    Json metadata{{"format", kFormat}, {"digest", digest}, {"epochs", epochs}, {"steps", steps}};
    if (state.lossScale)
        metadata["loss_scale"] = toJson(*state.lossScale);
    writer.write(file, metadata);
}

void loadFitState(const std::filesystem::path& path, FitState& state, const std::string& digest) {
    const std::string name = path.string();
    try {
        const SafetensorsFile file(path);
        const auto found = file.metadata().find("nidus");
        const Json metadata = Json::parse(found == file.metadata().end() ? std::string("{}") : found->second);
        if (metadata.at("format").get<int>() > kFormat)
            throw Error("TRN-031", "The saved state " + name
                                       + " was written by a newer version of Nidus. Update Nidus "
                                         "to go on with this run.");
        if (metadata.at("digest").get<std::string>() != digest)
            throw Error("TRN-030", "The saved state " + name
                                       + " belongs to a fit with other cases, weights, recipe or "
                                         "compute settings. Start a new run.");
        restore(file, metadata, state);
        if (state.lossScale)
            state.lossScale = lossScaleFrom(metadata.at("loss_scale"));
    } catch (const Error& error) {
        if (error.code() == "TRN-030" || error.code() == "TRN-031")
            throw;
        throw Error("TRN-032", "The saved state " + name + " is damaged (" + error.what()
                                   + "). Delete it to start this fit again.");
    } catch (const Json::exception& error) {
        throw Error("TRN-032", "The saved state " + name + " is damaged (" + error.what()
                                   + "). Delete it to start this fit again.");
    }
}

} // namespace nidus::compute
