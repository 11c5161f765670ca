// SPDX-License-Identifier: Apache-2.0
#include "dicom/image_module.h"
#include "dicom/itk_io.h"

extern "C" [[gnu::visibility("default")]] const nidus::dicom::ImageModule* nidusImageModule() {
    namespace io = nidus::dicom::itk_io;
    static constexpr nidus::dicom::ImageModule kModule{io::holdsNifti,    io::describeImageFile,
                                                       io::readImageFile, io::readMiddleImageSlice,
                                                       io::writeNifti,    io::decodeByGdcm};
    return &kModule;
}
