// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/viewer_panel.h"

#include "ui/common/controls.h"
#include "ui/viewer/influence_bar.h"
#include "ui/viewer/slice_view.h"
#include "ui/viewer/viewer_model.h"

#include <QAction>
#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QMenu>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace nidus::ui {
namespace {

/// "-600 / 1500"
QString windowText(const GreyWindow& window) {
    return QStringLiteral("%1 / %2").arg(window.level, 0, 'g', 6).arg(window.width, 0, 'g', 6);
}

} // namespace

ViewerPanel::ViewerPanel(ViewerModel& model, QWidget* parent)
    : QWidget(parent), m_model(model), m_views{new SliceView(model, Plane::Axial), new SliceView(model, Plane::Coronal),
                                               new SliceView(model, Plane::Sagittal)},
      m_grid(new QGridLayout), m_title(new TextLabel(TextRole::Heading)), m_value(new TextLabel(TextRole::Secondary)),
      m_channel(named(new QComboBox, "channelChoice", tr("Channel to show"))), m_presetMenu(new QMenu(this)),
      m_influence(named(new QPushButton(tr("&Influence")), "showInfluence", tr("Show what influenced the classifier"))),
      m_network(named(new QPushButton(tr("As the &network sees it")), "networkView",
                      tr("Show the scan as the network sees it"))),
      m_facts(new TextLabel(TextRole::Secondary)), m_bar(new InfluenceBar(model)) {
    setObjectName(QStringLiteral("viewerPanel"));
    setWindowTitle(tr("Viewer"));
    constexpr std::array kNames{"axialView", "coronalView", "sagittalView"};
    for (std::size_t i = 0; i < m_views.size(); ++i)
        m_views[i]->setObjectName(QString::fromLatin1(kNames[i]));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    auto* head = new QHBoxLayout;
    m_title->setObjectName(QStringLiteral("viewerTitle"));
    m_title->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    head->addWidget(m_title, 1);
    head->addWidget(m_value);
    column->addLayout(head);
    m_grid->setSpacing(2);
    column->addLayout(m_grid, 1);
    buildTools(column);
    addSliceKeys();
    addViewKeys();
    addInfluenceKeys();
    connect(m_channel, &QComboBox::activated, &m_model, &ViewerModel::setChannel);
    connect(&m_model, &ViewerModel::presetsChanged, this, &ViewerPanel::showPresets);
    connect(&m_model, &ViewerModel::volumeChanged, this, &ViewerPanel::showWords);
    connect(&m_model, &ViewerModel::viewChanged, this, &ViewerPanel::showWords);
    setFocusProxy(m_views.front());
    arrange();
    showPresets();
    showWords();
}

void ViewerPanel::buildTools(QBoxLayout* column) {
    auto* tools = new QHBoxLayout;
    m_influence->setToolTip(tr("H: show or hide; hold it for a short look. [ and ]: opacity. J: the strongest place."));
    m_network->setToolTip(tr("N: the image after nnU-Net's preprocessing, with the voxels that the network gets."));
    for (QPushButton* button : {m_influence, m_network}) {
        button->setCheckable(true);
        tools->addWidget(button);
    }
    tools->addStretch(1);
    m_channel->setToolTip(tr("C: the next channel"));
    tools->addWidget(m_channel);
    auto* grey = named(new QPushButton(tr("Gre&y values")), "greyValues", tr("Choose the grey values"));
    named(m_presetMenu, "presetMenu", tr("Grey values"));
    grey->setMenu(m_presetMenu);
    tools->addWidget(grey);
    column->addLayout(tools);
    m_facts->setObjectName(QStringLiteral("networkFacts"));
    m_facts->setWordWrap(true);
    column->addWidget(m_facts);
    column->addWidget(m_bar);
    connect(m_influence, &QPushButton::clicked, this, [this](bool isShown) { m_model.influence().setShown(isShown); });
    connect(m_network, &QPushButton::clicked, this, [this](bool isShown) { m_model.setNetworkView(isShown); });
    connect(&m_model, &ViewerModel::volumeChanged, this, &ViewerPanel::showState);
    connect(&m_model, &ViewerModel::viewChanged, this, &ViewerPanel::showState);
    showState();
}

/// In the menu, and on the keys 1 to 9.
void ViewerPanel::showPresets() {
    const auto former = m_presetMenu->actions();
    qDeleteAll(former);
    int key = Qt::Key_1;
    for (const WindowPreset& preset : m_model.presets()) {
        const QString text = preset.window.width > 0
                                 ? QStringLiteral("%1 (%2)").arg(preset.name, windowText(preset.window))
                                 : preset.name;
        QAction* action = addKey(text, QKeySequence(key++), [this, preset] { m_model.usePreset(preset); });
        action->setWhatsThis(tr("Grey values: %1").arg(preset.name));
        m_presetMenu->addAction(action);
    }
}

void ViewerPanel::showChannels() {
    if (m_channel->count() != m_model.channelCount()) {
        m_channel->clear();
        for (int channel = 0; channel < m_model.channelCount(); ++channel)
            m_channel->addItem(QString());
    }
    for (int channel = 0; channel < m_channel->count(); ++channel)
        m_channel->setItemText(channel, m_model.channelName(channel));
    m_channel->setCurrentIndex(m_model.channel());
    m_channel->setVisible(m_model.channelCount() > 1);
}

void ViewerPanel::showState() {
    showChannels();
    const InfluenceModel& influence = m_model.influence();
    m_influence->setVisible(influence.isAvailable());
    m_influence->setChecked(influence.isShown());
    m_influence->setEnabled(!m_model.isNetworkView());
    m_network->setVisible(m_model.hasNetworkView());
    m_network->setChecked(m_model.isNetworkView());
    m_facts->setVisible(m_model.isNetworkView());
    if (m_model.isNetworkView()) {
        const Volume& volume = m_model.volume();
        const auto mm = [](double spacing) { return QString::number(spacing, 'f', 2); };
        m_facts->setText(
            tr("%1 × %2 × %3 voxels of %4 × %5 × %6 mm after nnU-Net's preprocessing: cropped, normalised, "
               "resampled.")
                .arg(volume.shape.x)
                .arg(volume.shape.y)
                .arg(volume.shape.z)
                .arg(mm(volume.spacing.x), mm(volume.spacing.y), mm(volume.spacing.z)));
    }
    m_bar->setVisible(influence.isAvailable() && influence.isShown() && !m_model.isNetworkView());
}

SliceView& ViewerPanel::focused() const {
    const auto found = std::ranges::find_if(m_views, [](const SliceView* view) { return view->hasFocus(); });
    return found == m_views.end() ? *m_views.front() : **found;
}

void ViewerPanel::setAlone(std::optional<Plane> plane) {
    m_alone = plane;
    arrange();
}

/// The axial plane large beside the two others, or one alone.
void ViewerPanel::arrange() {
    for (SliceView* view : m_views) {
        m_grid->removeWidget(view);
        view->setVisible(!m_alone || view->plane() == *m_alone);
    }
    if (m_alone) {
        for (SliceView* view : m_views)
            if (view->plane() == *m_alone)
                m_grid->addWidget(view, 0, 0, 2, 2);
        return;
    }
    m_grid->addWidget(m_views[0], 0, 0, 2, 1);
    m_grid->addWidget(m_views[1], 0, 1);
    m_grid->addWidget(m_views[2], 1, 1);
    m_grid->setColumnStretch(0, 3);
    m_grid->setColumnStretch(1, 2);
}

void ViewerPanel::showWords() {
    if (m_model.isEmpty()) {
        m_title->setText(tr("No scan is shown"));
        m_value->clear();
        return;
    }
    m_title->setText(m_model.title());
    m_value->setText(tr("value %1 · window %2 / %3")
                         .arg(static_cast<double>(m_model.value()), 0, 'g', 5)
                         .arg(m_model.window().level, 0, 'f', 1)
                         .arg(m_model.window().width, 0, 'f', 1));
}

} // namespace nidus::ui
