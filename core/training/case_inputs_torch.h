// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/job.h"
#include "core/model/case_windows.h"
#include "core/model/features_torch.h"
#include "core/training/view_files_torch.h"

#include <c10/core/Device.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <vector>

namespace nidus::compute {

/// One case on its way to the network: windows that no stage has seen, or what the closed stages made of them.
struct CaseInput {
    std::vector<CaseWindow> windows;
    std::vector<Passage> passages;
    std::filesystem::path file;      ///< where the passages of all these windows belong; empty: nowhere
    std::size_t view = 0, views = 1; ///< the windows are those of so many views, one of which is meant
};

/// What the open stages of a fit get of its cases. `firstOpen`: the stages below it are closed, and what they make of
/// fixed views and of unchanged cases is kept (ViewFiles). The inputs may be asked for by loader threads.
class CaseInputs {
public:
    /// All three outlive this.
    CaseInputs(const FineTuneTask& task, const FeatureExtractor& extractor, at::Device device);

    /// Of a training case in an epoch, as trainingWindows(). Where fixed views are kept and missing, all those of the
    /// phase.
    [[nodiscard]] CaseInput training(int epoch, std::size_t caseNumber, std::int64_t position, int firstOpen) const;
    /// All windows of a validation case, unchanged.
    [[nodiscard]] CaseInput validation(std::size_t caseNumber, int firstOpen) const;
    /// The view that is meant, through the closed stages, one window after the other.
    [[nodiscard]] std::vector<Passage> passages(CaseInput input, int firstOpen, const JobControl& control);
    /// Waits until what was kept is on the disk.
    void settle() { m_views.settle(); }

private:
    const FineTuneTask& m_task;
    const FeatureExtractor& m_extractor;
    at::Device m_device;
    ViewFiles m_views;
};

} // namespace nidus::compute
