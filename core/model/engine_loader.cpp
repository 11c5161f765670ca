// SPDX-License-Identifier: Apache-2.0
#include "core/base/error.h"
#include "core/base/resource_folder.h"
#include "core/model/engine.h"
#include "core/model/engine_module.h"

#include <algorithm>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <dlfcn.h>

// Set by the build: the version of LibTorch; empty in a build without it.
#ifndef NIDUS_BUILT_IN_TORCH_VERSION
#define NIDUS_BUILT_IN_TORCH_VERSION ""
#endif

namespace nidus {
namespace {

namespace fs = std::filesystem;

const char kHowToFix[] = "Install LibTorch with scripts/install-dependencies.sh, or set the environment variable "
                         "NIDUS_TORCH_DIR to the folder of an unpacked LibTorch (the one that holds include and lib).";

/// The folder with libtorch_cpu.so in or below `root`, which may be a LibTorch, its lib folder or a Python package.
std::optional<fs::path> torchFolder(const fs::path& root) {
    for (const fs::path& folder : {root / "lib", root, root / "torch" / "lib"}) {
        std::error_code ignored;
        if (!root.empty() && fs::exists(folder / "libtorch_cpu.so", ignored))
            return fs::absolute(folder);
    }
    return std::nullopt;
}

fs::path findTorch(const fs::path& moduleFolder) {
    if (const char* chosen = std::getenv("NIDUS_TORCH_DIR"); chosen != nullptr && *chosen != '\0') {
        if (const auto folder = torchFolder(chosen))
            return *folder;
        throw Error("ENG-001", std::string("NIDUS_TORCH_DIR names ") + chosen
                                   + ", but there is no lib/libtorch_cpu.so in it. " + kHowToFix);
    }
    if (const auto folder = torchFolder(moduleFolder / "torch"))
        return *folder;
    throw Error("ENG-001", std::string("LibTorch, which computes the network, was not found. ") + kHowToFix);
}

/// What version.py of a wheel or build-version of an archive says; "unknown" without either.
std::string versionOfTorch(const fs::path& libraries) {
    std::string text;
    for (const char* name : {"version.py", "build-version"}) {
        std::ifstream file(libraries.parent_path() / name);
        while (std::getline(file, text)) {
            const auto from = text.find_first_of("0123456789");
            const auto last = text.find_last_not_of(" '\"\r");
            if (from != std::string::npos && (text.find("__version__") == 0 || std::string(name) == "build-version"))
                return text.substr(from, last - from + 1);
        }
    }
    return "unknown";
}

std::string lastLoaderMessage() {
    const char* message = dlerror();
    return message != nullptr ? message : "no further message";
}

/// RTLD_GLOBAL: the module and LibTorch's own plug-ins resolve their symbols against this copy.
void openLibrary(const fs::path& path) {
    if (dlopen(path.c_str(), RTLD_NOW | RTLD_GLOBAL) == nullptr)
        throw Error("ENG-002", "The LibTorch library " + path.string() + " could not be opened: " + lastLoaderMessage()
                                   + ". " + kHowToFix);
}

/// OpenMP's threads spin for milliseconds before they sleep, which on a busy machine makes training many times slower:
/// a thread that spins keeps the one it waits for from running. libgomp reads this when it is loaded, so it comes too
/// late where something else (Qt, by way of libb2) has brought it along.
void keepThreadsFromSpinning() {
    if (dlopen("libgomp.so.1", RTLD_NOW | RTLD_NOLOAD) == nullptr && std::getenv("OMP_WAIT_POLICY") == nullptr)
        setenv("GOMP_SPINCOUNT", "1000", 0);
}

template <class Function>
Function* symbol(void* module, const char* name) {
    return reinterpret_cast<Function*>(dlsym(module, name));
}

[[noreturn]] void throwUnfit(const std::string& found, const std::string& why) {
    throw Error("ENG-002", "This LibTorch (version " + found + ") does not fit this Nidus, which was built for version "
                               + NIDUS_BUILT_IN_TORCH_VERSION + ": " + why + ". " + kHowToFix);
}

} // namespace

const char* builtInTorchVersion() noexcept {
    return NIDUS_BUILT_IN_TORCH_VERSION;
}

std::shared_ptr<ComputeEngine> loadComputeEngine() {
    const fs::path here = libraryFolder();
    const fs::path modulePath = here / "libnidus_torch.so";
    std::error_code ignored;
    if (!fs::exists(modulePath, ignored))
        throw Error("ENG-001",
                    "This Nidus was built without its computing module (" + modulePath.string()
                        + " is missing), so it can neither train nor predict. Install Nidus again, or build it "
                          "with NIDUS_TORCH=ON.");
    const fs::path libraries = findTorch(here);
    keepThreadsFromSpinning();
    openLibrary(libraries / "libc10.so");
    openLibrary(libraries / "libtorch_cpu.so");
    // Of a CUDA build: its kernels register themselves when opened.
    for (const char* name : {"libc10_cuda.so", "libtorch_cuda.so"})
        if (fs::exists(libraries / name, ignored))
            openLibrary(libraries / name);

    // Never closed again: LibTorch keeps threads and registries until the process ends.
    void* module = dlopen(modulePath.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (module == nullptr)
        throwUnfit(versionOfTorch(libraries), lastLoaderMessage());
    auto* apiVersion = symbol<EngineApiVersionFunction>(module, kEngineApiVersionSymbol);
    auto* create = symbol<CreateEngineFunction>(module, kCreateEngineSymbol);
    if (apiVersion == nullptr || create == nullptr || apiVersion() != kEngineApiVersion)
        throw Error("ENG-002", "The computing module " + modulePath.string() + " has interface version "
                                   + (apiVersion == nullptr ? std::string("unknown") : std::to_string(apiVersion()))
                                   + ", this program needs " + std::to_string(kEngineApiVersion)
                                   + ". They are of different releases of Nidus: install Nidus again.");
    return std::shared_ptr<ComputeEngine>(create());
}

} // namespace nidus
