// SPDX-License-Identifier: Apache-2.0
#include "core/model/compute_torch.h"

#include "core/base/error.h"

#include <ATen/Parallel.h>
#include <ATen/autocast_mode.h>

#include <algorithm>
#include <mutex>
#include <new>

namespace nidus::compute {
namespace {

std::mutex& callMutex() {
    static std::mutex mutex;
    return mutex;
}

bool speaksOfMemory(const std::string& message) {
    for (const char* phrase : {"not enough memory", "can't allocate memory", "out of memory", "Cannot allocate memory"})
        if (message.find(phrase) != std::string::npos)
            return true;
    return false;
}

Error outOfMemory(const ComputeSettings& settings, const std::string& task) {
    const bool isCpu = settings.device == "cpu";
    return {"DEV-002", "Memory ran out on the device " + settings.device + " while " + task + ". "
                           + (isCpu ? "Close other programs, choose a smaller input size, or open fewer stages."
                                    : "Choose a smaller input size, open fewer stages, or compute on the CPU.")};
}

std::string firstLine(const std::string& text) {
    return text.substr(0, text.find('\n'));
}

} // namespace

at::Device deviceFromName(const std::string& name) {
    if (name == "cpu")
        return at::Device(at::kCPU);
    const std::string hint = " Choose cpu, or point NIDUS_TORCH_DIR to a LibTorch with CUDA on a machine with a card.";
    const bool isNumbered = name.rfind("cuda:", 0) == 0 && name.size() > 5 && name.size() < 9
                            && std::all_of(name.begin() + 5, name.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (name != "cuda" && !isNumbered)
        throw Error("DEV-001", "There is no device called " + name + "; devices are cpu, cuda and cuda:N.");
    if (!at::hasCUDA())
        throw Error("DEV-001", "The device " + name + " is not available: this LibTorch finds no CUDA card." + hint);
    const int index = isNumbered ? std::stoi(name.substr(5)) : 0;
    const int count = static_cast<int>(at::detail::getCUDAHooks().deviceCount());
    if (index >= count)
        throw Error("DEV-001", "The device " + name + " is not available: this machine has " + std::to_string(count)
                                   + " CUDA cards." + hint);
    return at::Device(at::kCUDA, static_cast<at::DeviceIndex>(index));
}

CallScope::CallScope(const ComputeSettings& settings) : m_lock(callMutex()) {
    static std::once_flag once;
    std::call_once(once, [] { at::set_num_interop_threads(1); });
    // An OpenMP setting belongs to the thread that made it, and jobs come on threads of their own.
    at::set_num_threads(std::max(1, settings.threads));
    // On a card: the same bits every time, and float32 that is float32.
    at::globalContext().setDeterministicCuDNN(true);
    at::globalContext().setAllowTF32CuDNN(false);
}

AutocastScope::AutocastScope(at::Device device, Precision precision)
    : m_device(device.type()), m_isActive(precision != Precision::Float32) {
    if (!m_isActive)
        return;
    at::autocast::set_autocast_enabled(m_device, true);
    at::autocast::set_autocast_dtype(m_device, precision == Precision::Float16 ? at::kHalf : at::kBFloat16);
    at::autocast::increment_nesting();
}

AutocastScope::~AutocastScope() {
    if (!m_isActive)
        return;
    if (at::autocast::decrement_nesting() == 0)
        at::autocast::clear_cache();
    at::autocast::set_autocast_enabled(m_device, false);
}

bool hasMemoryRunOut() {
    try {
        throw;
    } catch (const Error&) {
        return false;
    } catch (const c10::OutOfMemoryError&) {
        return true;
    } catch (const std::bad_alloc&) {
        return true;
    } catch (const c10::Error& error) {
        return speaksOfMemory(error.what_without_backtrace());
    } catch (const std::runtime_error& error) {
        // oneDNN reports a failed allocation this way.
        return speaksOfMemory(error.what());
    } catch (...) {
        return false;
    }
}

void rethrowAsError(const ComputeSettings& settings, const std::string& task) {
    if (hasMemoryRunOut())
        throw outOfMemory(settings, task);
    try {
        throw;
    } catch (const Error&) {
        throw;
    } catch (const c10::Error& error) {
        throw Error("ENG-003", "LibTorch failed while " + task + ": " + firstLine(error.what_without_backtrace()));
    } catch (const std::runtime_error& error) {
        throw Error("ENG-003", "LibTorch failed while " + task + ": " + firstLine(error.what()));
    }
}

std::string shapeText(at::IntArrayRef shape) {
    std::string text;
    for (const std::int64_t n : shape)
        text += (text.empty() ? "" : " x ") + std::to_string(n);
    return text;
}

std::vector<std::int64_t> axesBesideChannels(const at::Tensor& x) {
    std::vector<std::int64_t> axes{0};
    for (std::int64_t axis = 2; axis < x.dim(); ++axis)
        axes.push_back(axis);
    return axes;
}

at::Tensor toDevice(const HostTensor& tensor, at::Device device) {
    at::Tensor copy = at::empty(tensor.shape, at::kFloat);
    if (static_cast<std::size_t>(copy.numel()) != tensor.values.size())
        throw Error("ENG-004", "A tensor of shape " + shapeText(tensor.shape) + " came with "
                                   + std::to_string(tensor.values.size()) + " values.");
    std::copy(tensor.values.begin(), tensor.values.end(), copy.mutable_data_ptr<float>());
    return copy.to(device);
}

HostTensor toHost(const at::Tensor& tensor) {
    const at::Tensor host = tensor.detach().to(at::kCPU, at::kFloat).contiguous();
    const float* values = host.const_data_ptr<float>();
    return {host.sizes().vec(), {values, values + host.numel()}};
}

} // namespace nidus::compute
