// SPDX-License-Identifier: Apache-2.0
#include "core/inference/classify_torch.h"

#include "core/base/error.h"
#include "core/model/case_windows.h"
#include "core/model/compute_torch.h"
#include "core/model/features_torch.h"
#include "core/model/head_torch.h"

#include <c10/core/GradMode.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <string>
#include <utility>

namespace nidus::compute {
namespace {

/// Throws Error ENG-008. `name`: of the case.
void checkFinite(const std::vector<float>& values, const std::string& name, Precision precision) {
    if (std::ranges::all_of(values, [](float v) { return std::isfinite(v); }))
        return;
    throw Error("ENG-008",
                "What the network makes of " + (name.empty() ? "an image" : name)
                    + " is not a finite number. Look at this image"
                    + (precision == Precision::Float16 ? ", or train with another precision than float16." : "."),
                name);
}

/// What is made of a window: its row of the result, and its attention.
using WindowResult = std::pair<at::Tensor, float>;

/// One vector per case: that of its windows with their shares.
std::vector<std::vector<double>> overWindows(const EncoderArchitecture& architecture, const NetworkInput& input,
                                             const CaseSource& cases, Precision precision, const JobControl& control,
                                             const std::function<WindowResult(const CaseWindow&)>& ofWindow) {
    Prefetch<std::vector<CaseWindow>> loader(
        cases.count, [&](std::size_t i) { return windowsOf(cases.load(i), input, architecture); });
    std::vector<std::vector<double>> results;
    results.reserve(cases.count);
    for (std::size_t i = 0; i < cases.count; ++i) {
        control.step(static_cast<double>(i) / static_cast<double>(cases.count),
                     "Network: case " + std::to_string(i + 1) + " of " + std::to_string(cases.count));
        std::vector<float> rows, attention;
        for (const CaseWindow& window : loader.next()) {
            const auto [row, number] = ofWindow(window);
            const std::vector<float> values = toHost(row).values;
            checkFinite(values, cases.name(i), precision);
            rows.insert(rows.end(), values.begin(), values.end());
            attention.push_back(number);
        }
        results.push_back(weighed(rows, windowShares(attention)));
    }
    control.step(1, "Network: done");
    return results;
}

} // namespace

std::vector<std::vector<float>> encodeCases(const EncoderSource& source, HeadKind kind, const NetworkInput& input,
                                            const CaseSource& cases, const ComputeSettings& settings,
                                            const JobControl& control) {
    const c10::NoGradGuard noGrad;
    const at::Device device = deviceFromName(settings.device);
    const Encoder encoder(source, device);
    const FeatureExtractor extractor(encoder, kind, settings, device);
    const auto ofWindow = [&](const CaseWindow& window) -> WindowResult {
        return {extractor.features(window, control), 0};
    };
    std::vector<std::vector<float>> features;
    for (const std::vector<double>& mean :
         overWindows(encoder.architecture(), input, cases, settings.precision, control, ofWindow))
        features.emplace_back(mean.begin(), mean.end());
    return features;
}

std::vector<std::vector<double>> classifyCases(const EncoderSource& source, const LinearHead& head,
                                               const NetworkInput& input, const CaseSource& cases,
                                               const ComputeSettings& settings, const JobControl& control) {
    const c10::NoGradGuard noGrad;
    const at::Device device = deviceFromName(settings.device);
    const Encoder encoder(source, device);
    const FeatureExtractor extractor(encoder, head.kind, settings, device);
    const Head classifier(head, extractor.dims(), device);
    return overWindows(encoder.architecture(), input, cases, settings.precision, control,
                       [&](const CaseWindow& window) -> WindowResult {
                           const at::Tensor x = classifier.standardised(extractor.features(window, control));
                           return {classifier.logits(x), classifier.attention(x.unsqueeze(0)).item<float>()};
                       });
}

} // namespace nidus::compute
