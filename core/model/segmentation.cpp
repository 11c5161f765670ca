// SPDX-License-Identifier: Apache-2.0
#include "core/model/segmentation.h"

#include <algorithm>
#include <cstddef>
#include <string>

namespace nidus {
namespace {

/// Weights of `tensors` as a file that an EncoderSource can name.
template <class Tensor>
std::filesystem::path written(const std::filesystem::path& path, const std::map<std::string, Tensor>& tensors) {
    writeSafetensors(path, f32Entries(tensors), {});
    return path;
}

class Builder {
public:
    explicit Builder(const PretrainedModel& model) : m_model(model) {
        const auto isResidual = [](const auto& entry) { return entry.first.find(".blocks.") != std::string::npos; };
        if (std::any_of(model.decoder.begin(), model.decoder.end(), isResidual))
            throw Error("MDL-032", "The decoder of this network is built of residual blocks, which --verify does not "
                                   "run. The encoder is not affected.");
        if (model.report.adapted > 0)
            throw Error("MDL-033", "The input channels of this model were adapted, so that its segmentations cannot be "
                                   "compared. Verify it with its own channels.");
    }

    SegmentationNetwork build() {
        const EncoderArchitecture& architecture = m_model.architecture;
        m_network.folder = std::make_shared<TemporaryFolder>();
        m_network.encoder.architecture = architecture;
        m_network.encoder.weights = {written(m_network.folder->path() / "encoder.safetensors", m_model.weights)};
        const std::size_t stages = architecture.featuresPerStage.size();
        for (std::size_t t = 0; t + 1 < stages; ++t)
            m_network.stages.push_back(stage(t, stages - 2 - t));
        const std::string head = "seg_layers." + std::to_string(stages - 2);
        m_network.headWeight = tensor(head + ".weight");
        m_network.headBias = tensor(head + ".bias");
        return std::move(m_network);
    }

private:
    /// Decoder stage `t` joins the output of encoder stage `level`.
    SegmentationNetwork::Stage stage(std::size_t t, std::size_t level) {
        const EncoderArchitecture& encoder = m_model.architecture;
        const std::string up = "transpconvs." + std::to_string(t);
        SegmentationNetwork::Stage stage;
        stage.stride = encoder.strides[level + 1];
        stage.upWeight = tensor(up + ".weight");
        if (m_model.decoder.contains(up + ".bias"))
            stage.upBias = tensor(up + ".bias");

        EncoderArchitecture& plain = stage.convolutions.architecture;
        plain = encoder;
        plain.encoderClass = EncoderClass::PlainConv;
        plain.nonlinFirst = encoder.encoderClass == EncoderClass::PlainConv && encoder.nonlinFirst;
        plain.downsampling = Downsampling::Stride;
        plain.stemChannels = 0;
        plain.bottleneckChannels.clear();
        plain.squeezeChannels.clear();
        plain.inputChannels = 2 * encoder.featuresPerStage[level];
        plain.featuresPerStage = {encoder.featuresPerStage[level]};
        plain.kernelSizes = {encoder.kernelSizes[level]};
        plain.strides = {std::vector<std::int64_t>(encoder.strides[level].size(), 1)};

        const std::string from = "stages." + std::to_string(t) + ".convs.";
        std::map<std::string, HostTensor> weights;
        std::int64_t count = 0;
        for (const auto& [name, values] : m_model.decoder)
            if (name.rfind(from, 0) == 0) {
                weights["stages.0.0.convs." + name.substr(from.size())] = values;
                count += name.ends_with(".conv.weight") ? 1 : 0;
            }
        plain.convsOrBlocksPerStage = {count};
        if (count == 0)
            throwIncomplete(from + "0.conv.weight");
        stage.convolutions.weights = {
            written(m_network.folder->path() / ("decoder_" + std::to_string(t) + ".safetensors"), weights)};
        return stage;
    }

    [[nodiscard]] const HostTensor& tensor(const std::string& name) const {
        const auto found = m_model.decoder.find(name);
        if (found == m_model.decoder.end())
            throwIncomplete(name);
        return found->second;
    }

    [[noreturn]] static void throwIncomplete(const std::string& name) {
        throw Error("MDL-031",
                    "The file does not hold the whole decoder (\"decoder." + name
                        + "\" is missing), so that no segmentation can be computed. The encoder is complete.");
    }

    const PretrainedModel& m_model;
    SegmentationNetwork m_network;
};

} // namespace

SegmentationNetwork segmentationNetwork(const PretrainedModel& model) {
    if (model.decoder.empty())
        throw Error("MDL-031", "The file holds an encoder alone, so that no segmentation can be computed.");
    return Builder(model).build();
}

} // namespace nidus
