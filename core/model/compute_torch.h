// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/model/engine.h"

#include <ATen/ATen.h>

#include <mutex>
#include <string>
#include <utility>

namespace nidus::compute {

/// "cpu", "cuda", "cuda:1" as a device that exists here. Throws Error DEV-001.
[[nodiscard]] at::Device deviceFromName(const std::string& name);

/// For the time of one call of the engine: pins the number of threads of the calling thread, and keeps other calls of
/// this process out, since they would share threads and allocator.
class CallScope {
public:
    explicit CallScope(const ComputeSettings& settings);

private:
    std::unique_lock<std::mutex> m_lock;
};

/// Convolutions in bfloat16 or float16 inside this scope, if the settings say so; nothing otherwise. The casts of open
/// weights are kept until the outermost scope ends, so it must end before the optimiser changes them.
class AutocastScope {
public:
    AutocastScope(at::Device device, Precision precision);
    ~AutocastScope();
    AutocastScope(const AutocastScope&) = delete;
    AutocastScope& operator=(const AutocastScope&) = delete;

private:
    at::DeviceType m_device;
    bool m_isActive;
};

/// Whether the current exception says that memory ran out.
[[nodiscard]] bool hasMemoryRunOut();

/// Rethrows the current exception as an Error: DEV-002 when memory ran out, ENG-003 for any other complaint of
/// LibTorch; Error and Cancelled as they are. `task`: what was being done, ends the sentence "Memory ran out while
/// ...".
[[noreturn]] void rethrowAsError(const ComputeSettings& settings, const std::string& task);

/// body() with its exceptions as rethrowAsError() has them.
template <class Body>
auto guarded(const ComputeSettings& settings, const std::string& task, Body&& body) {
    try {
        const CallScope scope(settings);
        return std::forward<Body>(body)();
    } catch (...) {
        rethrowAsError(settings, task);
    }
}

/// "1 x 64 x 80 x 64"
[[nodiscard]] std::string shapeText(at::IntArrayRef shape);

/// All axes of [N, C, spatial...] but the channels: in 3-D the space of one case, in 2-D its slices and their space.
[[nodiscard]] std::vector<std::int64_t> axesBesideChannels(const at::Tensor& x);

/// A copy on the device, float32.
[[nodiscard]] at::Tensor toDevice(const HostTensor& tensor, at::Device device);
/// A copy on the host, float32, C order.
[[nodiscard]] HostTensor toHost(const at::Tensor& tensor);

} // namespace nidus::compute
