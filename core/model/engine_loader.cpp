// SPDX-License-Identifier: Apache-2.0
#include "core/base/error.h"
#include "core/base/resource_folder.h"
#include "core/model/engine.h"
#include "core/model/engine_module.h"
#include "core/model/torch_library.h"

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>

#include <dlfcn.h>

// Set by the build: the version of LibTorch; empty in a build without it.
#ifndef NIDUS_BUILT_IN_TORCH_VERSION
#define NIDUS_BUILT_IN_TORCH_VERSION ""
#endif

namespace nidus {
namespace {

namespace fs = std::filesystem;

const char kHowToFix[] = "Install Nidus again, or set the environment variable NIDUS_TORCH_DIR to the folder of an "
                         "unpacked LibTorch (the one that holds include and lib).";

std::string lastLoaderMessage() {
    const char* message = dlerror();
    return message != nullptr ? message : "no further message";
}

/// RTLD_GLOBAL: the module and LibTorch's own plug-ins resolve their symbols against this copy. What does not open
/// leaves nothing behind, so that another copy can be tried; LibTorch brings its libc10 along by a path of its own.
bool openLibrary(const fs::path& path) {
    return dlopen(path.c_str(), RTLD_NOW | RTLD_GLOBAL) != nullptr;
}

/// The kernels of a CUDA build register themselves when opened.
void openCudaHalf(const fs::path& libraries, const ProblemListener& onProblem) {
    std::error_code ignored;
    for (const char* name : {"libc10_cuda.so", "libtorch_cuda.so"})
        if (fs::exists(libraries / name, ignored) && !openLibrary(libraries / name)) {
            onProblem({"ENG-007",
                       Severity::Warning,
                       "The part of LibTorch for graphics cards could not be opened, so the processor computes: "
                           + lastLoaderMessage() + ".",
                       {}});
            return;
        }
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

/// Opens the LibTorch of NIDUS_TORCH_DIR, or the built-in one where that is not set or does not fit. Returns its
/// folder.
fs::path openTorch(const fs::path& moduleFolder, const ProblemListener& onProblem) {
    const char* variable = std::getenv("NIDUS_TORCH_DIR");
    if (const fs::path chosen = variable != nullptr ? variable : ""; !chosen.empty()) {
        auto misfit = torchMisfit(chosen);
        if (!misfit) {
            const fs::path libraries = *torchLibraries(chosen);
            if (openLibrary(libraries / "libtorch_cpu.so")) {
                openCudaHalf(libraries, onProblem);
                return libraries;
            }
            misfit = torchPassedOver(chosen, "it could not be opened: " + lastLoaderMessage() + ".");
        }
        onProblem(*misfit);
    }
    const auto libraries = torchLibraries(moduleFolder / "torch");
    if (!libraries)
        throw Error("ENG-001", std::string("LibTorch, which computes the network, was not found. ") + kHowToFix);
    if (!openLibrary(*libraries / "libtorch_cpu.so"))
        throw Error("ENG-002", "The LibTorch in " + libraries->string() + " could not be opened: " + lastLoaderMessage()
                                   + ". " + kHowToFix);
    return *libraries;
}

} // namespace

const char* builtInTorchVersion() noexcept {
    return NIDUS_BUILT_IN_TORCH_VERSION;
}

std::shared_ptr<ComputeEngine> loadComputeEngine(const ProblemListener& onProblem) {
    const fs::path here = libraryFolder();
    const fs::path modulePath = here / "libnidus_torch.so";
    std::error_code ignored;
    if (!fs::exists(modulePath, ignored))
        throw Error("ENG-001",
                    "This Nidus was built without its computing module (" + modulePath.string()
                        + " is missing), so it can neither train nor predict. Install Nidus again, or build it "
                          "with NIDUS_TORCH=ON.");
    keepThreadsFromSpinning();
    const fs::path libraries = openTorch(
        here, onProblem ? onProblem : [](const Problem&) {});

    // Never closed again: LibTorch keeps threads and registries until the process ends.
    void* module = dlopen(modulePath.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (module == nullptr)
        throw Error("ENG-002", "The LibTorch in " + libraries.string() + " (version " + torchVersion(libraries)
                                   + ") does not fit this Nidus, which was built for version "
                                   + NIDUS_BUILT_IN_TORCH_VERSION + ": " + lastLoaderMessage() + ". " + kHowToFix);
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
