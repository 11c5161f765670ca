// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/viewer_model.h"

#include "core/imaging/input_frame.h"
#include "ui/common/qt_convert.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace nidus::ui {
namespace {

/// mm, of a voxel's centre
std::array<double, 3> lpsOf(const Volume& volume, const VoxelIndex& voxel) {
    std::array<double, 3> lps = volume.originLps;
    for (std::size_t row = 0; row < 3; ++row)
        for (std::size_t axis = 0; axis < 3; ++axis)
            lps[row] += volume.lpsFromAxis[row][axis] * spacingAlong(volume, axis) * static_cast<double>(voxel[axis]);
    return lps;
}

/// The inverse; it may lie outside.
VoxelIndex nearestVoxel(const Volume& volume, const std::array<double, 3>& lps) {
    VoxelIndex voxel{};
    for (std::size_t axis = 0; axis < 3; ++axis) {
        double mm = 0;
        for (std::size_t row = 0; row < 3; ++row)
            mm += volume.lpsFromAxis[row][axis] * (lps[row] - volume.originLps[row]);
        voxel[axis] = std::llround(mm / spacingAlong(volume, axis));
    }
    return voxel;
}

} // namespace

ViewerModel::ViewerModel(const Services& services, QObject* parent) : QObject(parent), m_services(services) {
    connect(&m_job, &JobRunner::failed, this, [this](const Failure& failure) {
        if (std::exchange(m_reading, std::nullopt)) {
            if (m_shown) // what was shown stays
                m_wantsNetworkView = m_shown->isNetworkView;
            Q_EMIT failed(failure);
            Q_EMIT viewChanged();
        }
        readNext();
    });
    connect(&m_job, &JobRunner::cancelled, this, &ViewerModel::readNext);
    connect(&m_influence, &InfluenceModel::failed, this, &ViewerModel::failed);
    connect(&m_influence, &InfluenceModel::changed, this, &ViewerModel::viewChanged);
}

void ViewerModel::open(const std::filesystem::path& project, const std::string& caseId, const std::string& runId) {
    ViewedCase viewed;
    viewed.key = project.string() + '\n' + runId + '\n' + caseId;
    viewed.title = toQt(caseId);
    const auto ofCase = [&](const auto& read) -> ViewedCase::Read {
        return [read, project, caseId](int channel, const JobControl& control) {
            return read(project, caseId, channel, control);
        };
    };
    viewed.readScan = ofCase(m_services.readScan);
    viewed.readPrepared = ofCase(m_services.readPrepared);
    if (!runId.empty())
        viewed.explain = [explain = m_services.explainCase, project, runId, caseId](const ExplainOptions& options,
                                                                                    const JobControl& control) {
            return explain(project, runId, caseId, options, control);
        };
    open(std::move(viewed));
}

void ViewerModel::open(ViewedCase viewed) {
    const bool isNetworkView = m_wantsNetworkView && viewed.readPrepared;
    want({std::move(viewed), isNetworkView, m_wantedChannel});
}

void ViewerModel::want(Wish wish) {
    forgetReading();
    m_wanted = std::move(wish);
    readNext();
}

/// What is being read may still arrive, or fail.
void ViewerModel::forgetReading() {
    m_wanted.reset();
    m_reading.reset();
    m_job.cancel();
}

void ViewerModel::setNetworkView(bool isNetworkView) {
    if (!hasNetworkView() || isNetworkView == m_wantsNetworkView)
        return;
    m_wantsNetworkView = isNetworkView;
    if (!isNetworkView && m_scan) {
        m_shown->isNetworkView = false;
        display(m_scan);
        return;
    }
    Wish wish = *m_shown;
    wish.isNetworkView = isNetworkView;
    want(std::move(wish));
}

void ViewerModel::setChannel(int channel) {
    if (!m_shown || channel < 0 || channel >= m_channelCount || channel == m_wantedChannel)
        return;
    m_wantedChannel = channel;
    Wish wish = *m_shown;
    wish.channel = channel;
    want(std::move(wish));
}

QString ViewerModel::channelName(int channel) const {
    return channel < m_channelNames.size() ? m_channelNames[channel] : tr("Channel %1").arg(channel + 1);
}

void ViewerModel::setPresets(std::vector<WindowPreset> presets) {
    m_presets = std::move(presets);
    Q_EMIT presetsChanged();
}

void ViewerModel::usePreset(const WindowPreset& preset) {
    if (preset.window.width > 0)
        setWindow(preset.window);
    else
        resetWindow();
}

void ViewerModel::readNext() {
    if (m_job.isRunning() || !m_wanted)
        return;
    m_reading = std::exchange(m_wanted, std::nullopt);
    m_job.start(
        [read = m_reading->isNetworkView ? m_reading->viewed.readPrepared : m_reading->viewed.readScan,
         channel = m_reading->channel](const JobControl& control) {
            ChannelImage image = read(channel, control);
            return Image{std::make_shared<const Volume>(reoriented(std::move(image.volume), "LPS")), image.channel,
                         image.channels};
        },
        [this](const Image& image) {
            if (const auto wish = std::exchange(m_reading, std::nullopt))
                showCase(*wish, image);
            readNext();
        });
}

void ViewerModel::showCase(Wish wish, const Image& image) {
    const bool isOther = !m_shown || m_shown->viewed.key != wish.viewed.key;
    if (isOther || m_shown->channel != image.channel)
        m_scan.reset();
    wish.channel = image.channel;
    m_channelCount = image.channels;
    m_shown = wish;
    m_title = wish.viewed.title;
    m_wantsNetworkView = wish.isNetworkView;
    if (isOther)
        m_volume.reset(); // a place in one patient means nothing in another
    if (!wish.isNetworkView)
        m_scan = image.volume;
    display(image.volume);
    if (isOther)
        m_influence.setCase(wish.viewed.explain);
}

void ViewerModel::show(Volume volume, const QString& title) {
    forgetReading();
    m_shown.reset();
    m_scan.reset();
    m_volume.reset();
    m_wantsNetworkView = false;
    m_title = title;
    m_influence.setCase({});
    display(std::make_shared<const Volume>(reoriented(std::move(volume), "LPS")));
}

/// Keeps the crosshair in its place of the patient.
void ViewerModel::display(std::shared_ptr<const Volume> volume) {
    VoxelIndex position{volume->shape.x / 2, volume->shape.y / 2, volume->shape.z / 2};
    if (m_volume)
        position = nearestVoxel(*volume, lpsOf(*m_volume, m_position));
    m_volume = std::move(volume);
    for (std::size_t axis = 0; axis < 3; ++axis)
        m_position[axis] = std::clamp<std::int64_t>(position[axis], 0, sizeAlong(*m_volume, axis) - 1);
    m_window = automaticWindow(*m_volume);
    Q_EMIT volumeChanged();
}

const Volume* ViewerModel::overlay() const {
    const Volume* map = m_influence.map();
    return m_influence.isShown() && map && m_volume && map->shape == m_volume->shape && !isNetworkView() ? map
                                                                                                         : nullptr;
}

void ViewerModel::close() {
    forgetReading();
    m_volume.reset();
    m_scan.reset();
    m_shown.reset();
    m_wantsNetworkView = false;
    m_title.clear();
    m_influence.setCase({});
    Q_EMIT volumeChanged();
}

float ViewerModel::value() const {
    const auto x = m_volume->shape.x, y = m_volume->shape.y;
    return m_volume->voxels[static_cast<std::size_t>((m_position[2] * y + m_position[1]) * x + m_position[0])];
}

void ViewerModel::setPosition(const VoxelIndex& position) {
    if (isEmpty())
        return;
    VoxelIndex inside{};
    for (std::size_t axis = 0; axis < 3; ++axis)
        inside[axis] = std::clamp<std::int64_t>(position[axis], 0, sizeAlong(*m_volume, axis) - 1);
    if (inside == m_position)
        return;
    m_position = inside;
    Q_EMIT viewChanged();
}

void ViewerModel::step(Plane plane, std::int64_t slices) {
    VoxelIndex position = m_position;
    position[axesOf(plane).through] += slices;
    setPosition(position);
}

void ViewerModel::setWindow(const GreyWindow& window) {
    const GreyWindow kept{window.level, std::max(window.width, 1e-6)};
    if (kept == m_window)
        return;
    m_window = kept;
    Q_EMIT viewChanged();
}

void ViewerModel::resetWindow() {
    if (!isEmpty())
        setWindow(automaticWindow(*m_volume));
}

void ViewerModel::setInverted(bool isInverted) {
    if (std::exchange(m_isInverted, isInverted) != isInverted)
        Q_EMIT viewChanged();
}

} // namespace nidus::ui
