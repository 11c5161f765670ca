// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/model/engine.h"

#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace nidus {

/// The trained weights of one fold: fold_K/weights.safetensors, and the same file inside a .nidusmodel. Tensors
/// "head.mean", "head.scale", "head.weight", "head.bias", with attention "head.attention.v", ".u" and ".w", and under
/// their canonical names the encoder tensors that differ from the pretrained ones.
struct Member {
    bool isFinetuned = false;
    int epochs = 0;         ///< of fine-tuning; 0 for a probe
    double temperature = 1; ///< calibrated logits = logits / temperature
    NetworkInput input;
    LinearHead head;
    std::map<std::string, HostTensor> encoderWeights; ///< empty for a probe

    [[nodiscard]] const char* kindName() const noexcept { return isFinetuned ? "finetuned" : "probe"; }
};

/// In the folder of its fold: weights.safetensors, weights_1.safetensors, ...
[[nodiscard]] std::string memberFileName(int member);

/// Format 2 where the head is HeadKind::Attention, else 1. Bytes depend on nothing but the member.
void writeMember(const std::filesystem::path& file, const Member& member);
/// Throws Error TRN-015 (not the weights of a member), TRN-014 (newer format) and those of SafetensorsFile.
[[nodiscard]] Member readMember(const std::filesystem::path& file);

/// Logits of the head for the features of a whole case, which attention has no part in.
[[nodiscard]] std::vector<double> logitsOf(const LinearHead& head, std::span<const float> features);

/// The logit of one class minus the mean of the other classes' logits, with the attention of the head.
[[nodiscard]] LinearScore contrastOf(const LinearHead& head, std::size_t classIndex);

/// The encoder of this member: `base` with the file that writeMember() wrote laid over it.
[[nodiscard]] EncoderSource memberEncoder(const EncoderSource& base, const Member& member,
                                          const std::filesystem::path& file);

} // namespace nidus
