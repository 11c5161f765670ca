// SPDX-License-Identifier: Apache-2.0
#include "dicom/image_files.h"

#include "core/base/error.h"
#include "core/base/resource_folder.h"
#include "dicom/image_module.h"

#include <dlfcn.h>

namespace nidus::dicom {
namespace {

namespace fs = std::filesystem;

fs::path modulePath() {
    return libraryFolder() / "libnidus_images.so";
}

const ImageModule& openModule() {
    if (!hasImageModule())
        throw Error("DCM-051",
                    "NIfTI, NRRD, MetaImage and JPEG 2000 files cannot be handled by this build of Nidus. Use "
                    "a build with ITK.");
    // Never closed again: ITK keeps registries until the process ends.
    void* module = dlopen(modulePath().c_str(), RTLD_NOW | RTLD_LOCAL);
    auto* function =
        module == nullptr ? nullptr : reinterpret_cast<ImageModuleFunction*>(dlsym(module, kImageModuleSymbol));
    if (function == nullptr) {
        const char* reason = dlerror();
        throw Error("DCM-051", modulePath().string() + " could not be opened: "
                                   + (reason != nullptr ? reason : "it is of another release")
                                   + ". Install Nidus again.");
    }
    return *function();
}

const ImageModule& imageModule() {
    static const ImageModule& module = openModule();
    return module;
}

} // namespace

bool hasImageModule() {
    std::error_code ignored;
    return fs::exists(modulePath(), ignored);
}

bool holdsNifti(const fs::path& gzipFile) {
    return imageModule().holdsNifti(gzipFile);
}

SeriesInfo describeImageFile(const fs::path& path, ImageFormat format) {
    return imageModule().describeImageFile(path, format);
}

Volume readImageFile(const fs::path& path, ImageFormat format) {
    return imageModule().readImageFile(path, format);
}

Volume readMiddleImageSlice(const fs::path& path, ImageFormat format) {
    return imageModule().readMiddleImageSlice(path, format);
}

void writeNifti(const fs::path& path, const Volume& volume) {
    imageModule().writeNifti(path, volume);
}

StoredPixels decodeByGdcm(const fs::path& path) {
    return imageModule().decodeByGdcm(path);
}

} // namespace nidus::dicom
