// SPDX-License-Identifier: Apache-2.0
#include "core/model/torch_library.h"

#include "core/model/engine.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <fstream>

#include <elf.h>

namespace nidus {
namespace {

namespace fs = std::filesystem;

/// "2.13" of "2.13.0+cpu".
std::string release(const std::string& version) {
    const auto minor = version.find('.');
    return version.substr(0, minor == std::string::npos ? minor : version.find('.', minor + 1));
}

/// The number in the first line of `file` that has `key` in it.
std::string versionIn(const fs::path& file, const std::string& key) {
    std::ifstream stream(file);
    for (std::string line; std::getline(stream, line);)
        if (const auto at = line.find(key); at != std::string::npos) {
            const auto from = line.find_first_of("0123456789", at + key.size());
            if (from != std::string::npos)
                return line.substr(from, line.find_first_of(" '\"\r", from) - from);
        }
    return {};
}

/// Whether a shared object ends before its own headers say: the loader would not refuse it, the process would die.
bool isCutOff(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    std::error_code failure;
    const std::uintmax_t size = fs::file_size(file, failure);
    Elf64_Ehdr header{};
    if (failure || !stream.read(reinterpret_cast<char*>(&header), sizeof header))
        return true;
    std::uintmax_t needed = header.e_shoff + std::uintmax_t{header.e_shnum} * header.e_shentsize;
    for (int i = 0; i < header.e_phnum; ++i) {
        Elf64_Phdr part{};
        stream.seekg(static_cast<std::streamoff>(header.e_phoff + static_cast<std::uint64_t>(i) * sizeof part));
        if (!stream.read(reinterpret_cast<char*>(&part), sizeof part))
            return true;
        needed = std::max<std::uintmax_t>(needed, part.p_offset + part.p_filesz);
    }
    return size < needed;
}

} // namespace

std::optional<fs::path> torchLibraries(const fs::path& root) {
    std::error_code ignored;
    for (const fs::path& folder : {root / "lib", root, root / "torch" / "lib", root / "libtorch" / "lib"})
        if (!root.empty() && fs::exists(folder / "libtorch_cpu.so", ignored))
            return fs::absolute(folder);
    return std::nullopt;
}

std::string torchVersion(const fs::path& libraries) {
    struct Place {
        const char* file;
        const char* key;
    };
    const std::array<Place, 4> places{Place{"version.py", "__version__ ="}, Place{"build-version", ""},
                                      Place{"include/torch/headeronly/version.h", "define TORCH_VERSION "},
                                      Place{"include/torch/csrc/api/include/torch/version.h", "define TORCH_VERSION "}};
    for (const Place& place : places)
        if (std::string version = versionIn(libraries.parent_path() / place.file, place.key); !version.empty())
            return version;
    return {};
}

Problem torchPassedOver(const fs::path& root, const std::string& why) {
    return {"ENG-006",
            Severity::Warning,
            "The LibTorch in " + root.string() + " is not used: " + why + " The built-in LibTorch "
                + builtInTorchVersion() + " computes instead.",
            {}};
}

std::optional<Problem> torchMisfit(const fs::path& root) {
    const auto misfit = [&root](const std::string& why) { return torchPassedOver(root, why); };
    const auto libraries = torchLibraries(root);
    if (!libraries)
        return misfit("there is no lib/libtorch_cpu.so in it. Choose the folder that holds include and lib.");
    const std::string version = torchVersion(*libraries), wanted = release(builtInTorchVersion());
    if (version.empty())
        return misfit("it does not say its version (version.py or build-version beside lib is missing), and this Nidus "
                      "needs "
                      + wanted + ".");
    if (release(version) != wanted)
        return misfit("it is version " + version + ", and this Nidus needs " + wanted + ". Download LibTorch " + wanted
                      + " for your card.");
    std::error_code failure;
    fs::directory_iterator entry(*libraries, failure);
    for (; !failure && entry != fs::directory_iterator(); entry.increment(failure)) {
        const std::string name = entry->path().filename().string();
        if (std::error_code ignored;
            entry->is_regular_file(ignored) && name.find(".so") != std::string::npos && isCutOff(entry->path()))
            return misfit(name + " is incomplete or cannot be read. Unpack or download it again.");
    }
    if (failure)
        return misfit("its folder cannot be read: " + failure.message() + ".");
    return std::nullopt;
}

} // namespace nidus
