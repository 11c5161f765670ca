// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/jobs/job_runner.h"
#include "ui/services.h"
#include "ui/viewer/influence_model.h"
#include "ui/viewer/slice_image.h"
#include "ui/viewer/window_preset.h"

#include <QObject>
#include <QString>
#include <QStringList>

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace nidus::ui {

/// A case as the viewer asks for it; the functions are called on a worker thread, block, and throw Error or Cancelled.
struct ViewedCase {
    std::string key; ///< equal for the same case alone
    QString title;
    using Read = std::function<ChannelImage(int channel, const JobControl&)>;
    Read readScan;
    Read readPrepared;           ///< none: what the network sees cannot be shown
    InfluenceModel::Ask explain; ///< none: there are no influence maps
};

/// The scan that the viewer shows and how: where the crosshair is, grey values, the influence map over it, or what the
/// network sees in its place. Its three planes share one of these.
class ViewerModel final : public QObject {
    Q_OBJECT

public:
    explicit ViewerModel(const Services& services, QObject* parent = nullptr);

    /// Reads a case of a project; the newest wish wins while one is being read. With a run there are influence maps, by
    /// the models of it that never saw the case.
    void open(const std::filesystem::path& project, const std::string& caseId, const std::string& runId = {});
    /// The same for a case from anywhere.
    void open(ViewedCase viewed);
    /// Shows a volume in any orientation.
    void show(Volume volume, const QString& title);
    /// The prepared case in place of the scan, or the scan again.
    void setNetworkView(bool isNetworkView);
    /// Another channel of the case; the next case shows the same one if it has it.
    void setChannel(int channel);
    /// What the channels of the project's cases are called.
    void setChannelNames(const QStringList& names) { m_channelNames = names; }
    void setPresets(std::vector<WindowPreset> presets);
    void usePreset(const WindowPreset& preset);
    void close();

    [[nodiscard]] bool isEmpty() const { return !m_volume; }
    [[nodiscard]] bool isReading() const { return m_wanted || m_reading; }
    [[nodiscard]] const Volume& volume() const { return *m_volume; } ///< LPS; not while isEmpty()
    [[nodiscard]] const QString& title() const { return m_title; }
    [[nodiscard]] const VoxelIndex& position() const { return m_position; }
    [[nodiscard]] const GreyWindow& window() const { return m_window; }
    [[nodiscard]] bool isInverted() const { return m_isInverted; }
    [[nodiscard]] bool hasNetworkView() const { return m_shown && m_shown->viewed.readPrepared; }
    [[nodiscard]] bool isNetworkView() const { return m_shown && m_shown->isNetworkView; }
    [[nodiscard]] int channel() const { return m_shown ? m_shown->channel : 0; }
    [[nodiscard]] int channelCount() const { return m_shown ? m_channelCount : 1; }
    [[nodiscard]] QString channelName(int channel) const;
    [[nodiscard]] const std::vector<WindowPreset>& presets() const { return m_presets; }
    [[nodiscard]] InfluenceModel& influence() { return m_influence; }
    [[nodiscard]] const InfluenceModel& influence() const { return m_influence; }
    /// The map to be laid over the slices; null where there is none, or its grid is another.
    [[nodiscard]] const Volume* overlay() const;
    /// Value under the crosshair.
    [[nodiscard]] float value() const;

    void setPosition(const VoxelIndex& position); ///< kept inside
    /// Moves the slice of a plane.
    void step(Plane plane, std::int64_t slices);
    void setWindow(const GreyWindow& window);
    void resetWindow();
    void setInverted(bool isInverted);

Q_SIGNALS:
    void volumeChanged();
    void viewChanged(); ///< position or grey values
    void presetsChanged();
    void failed(const nidus::ui::Failure& failure);

private:
    struct Wish {
        ViewedCase viewed;
        bool isNetworkView = false;
        int channel = 0;
    };
    /// As read, but in LPS, and shared by who shows it.
    struct Image {
        std::shared_ptr<const Volume> volume;
        int channel, channels;
    };
    void want(Wish wish);
    void forgetReading();
    void readNext();
    void showCase(Wish wish, const Image& image);
    void display(std::shared_ptr<const Volume> volume);

    const Services& m_services;
    std::optional<Wish> m_wanted;
    std::optional<Wish> m_reading; ///< none although the job runs: nobody waits for it any more
    std::optional<Wish> m_shown;   ///< the case on display
    InfluenceModel m_influence;
    bool m_wantsNetworkView = false;
    int m_wantedChannel = 0, m_channelCount = 1;
    QStringList m_channelNames;
    std::vector<WindowPreset> m_presets = defaultPresets();
    std::shared_ptr<const Volume> m_scan; ///< of the channel; kept while the network's view is shown
    std::shared_ptr<const Volume> m_volume;
    QString m_title;
    VoxelIndex m_position{};
    GreyWindow m_window;
    bool m_isInverted = false;
    JobRunner m_job; // last: joins before the rest dies
};

} // namespace nidus::ui
