<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>AboutPanel</name>
    <message>
        <source>Versions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Result</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the station</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Diagnostic bundle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About this station</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The bundle has versions, checks, configuration, events and logs: no pictures, no passwords.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The station is being looked at.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is a file of this name in {folder} already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replace {file}?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replace</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Station</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Program</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Data folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Camera</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Output</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Python</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>System</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Processors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>well</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>look</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>WRONG</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} of {all} checks need a look.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All {all} checks are well.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write a diagnostic bundle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zip files ({pattern})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} was written, {size}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look through it before you hand it on.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>AlarmRow</name>
    <message>
        <source>Acknowledge</source>
        <translation type="unfinished">Quittieren</translation>
    </message>
    <message>
        <source>{time}, {count} times, last at {last}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>there now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>over</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>acknowledged by {who} at {time}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>AlarmsPanel</name>
    <message>
        <source>Alarms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There has been no alarm since the program was started.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Ask</name>
    <message>
        <source>Reason, for the audit trail</source>
        <translation>Grund, für das Änderungsprotokoll</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>Übernehmen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message>
        <source>Dismiss this message</source>
        <translation>Diese Meldung schließen</translation>
    </message>
</context>
<context>
    <name>CameraPanel</name>
    <message>
        <source>Live view</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As configured</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This program asks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Free running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The line&apos;s trigger</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What makes the camera take a picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clipping</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation type="unfinished">Verkleinern</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation type="unfinished">Vergrößern</translation>
    </message>
    <message>
        <source>Fit the picture into the window</source>
        <translation type="unfinished">Bild ins Fenster einpassen</translation>
    </message>
    <message>
        <source>Original size, 1 to 1</source>
        <translation type="unfinished">Originalgröße, 1 zu 1</translation>
    </message>
    <message>
        <source>Forget the best sharpness so far</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Burst</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One for each trigger</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop</source>
        <translation type="unfinished">Stopp</translation>
    </message>
    <message>
        <source>Light and focus</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take pictures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Label</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kind of defect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pictures in a burst</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time between them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No live picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{share} % of the picture is clipped: shorten the exposure, or dim the light.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The picture is dark ({share} % of full brightness): lengthen the exposure.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{share} % of the picture is black: is part of it without light?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light is fine: {share} % clipped, brightness {bright} %.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Press Live view to open the camera. No recipe is needed for it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The camera is closed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The line is running; its pictures are shown, and it is not slowed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Camera {name}: {rate} pictures per second shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} taken, {stored} stored</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} were in the set already</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} wait for the disk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} could not be stored</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} lost on the way</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only a part of the sensor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Setting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Possible</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Camera settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Apply</source>
        <translation type="unfinished">Übernehmen</translation>
    </message>
    <message>
        <source>Read again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Changed here, beside station.toml: {names}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everything is as station.toml says.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The recipe in force was taught on {pictures}. With these settings its pictures are refused.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is asked of the camera</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A recipe was taught on pictures taken with its settings: change them before teaching.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From the left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From the top</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Width</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Height</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the camera says</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>instead: {value}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{some} and {count} more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>up to {width} × {height}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{camera} is in use by the live view: exposure and gain change at once.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{camera} is in use by the line. Nothing can be changed while it runs: stop the line first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{camera} is in use by {user}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{camera} accepted everything as it was asked.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{setting}: {old} → {new}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change the camera settings?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change</source>
        <translation type="unfinished">Ändern</translation>
    </message>
    <message>
        <source>The camera accepted everything as it was asked.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CandidateList</name>
    <message>
        <source>Open feedback</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kind (optional)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kind of defect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As good</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As defect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No feedback is open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No picture of this part is stored</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Judged {verdict}; {who} said {said} on {time}: {reason}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The picture is in the data set of the recipe now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The feedback is dismissed.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CapturePage</name>
    <message>
        <source>Data set</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name of the data set</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Camera</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>pictures that wait for the disk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Importing {folder}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking for hints in {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No data set chosen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type the name of the part to be taught, or choose a set.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} good</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} defects</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} unsure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} ignored</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No good pictures to show a false-reject rate with.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With {held_out} of {good} good pictures held out, at best: false rejects at most {rate} (none of {held_out}, 95 % confidence).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Without defects the escape rate stays unknown.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Escapes at most {rate} (none of {defects}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For {rate} it takes {good} good pictures.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the folder with the pictures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{new} of {found} pictures were added.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} were in the set already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} could not be taken.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The import was cancelled.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>And {count} more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look at the marked pictures before you train.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing to look at again in {count} pictures.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Carrying</name>
    <message>
        <source>Export {name} version {version}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import a recipe</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replace {file}?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is a file of this name in {folder} already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replace</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} version {version} was exported: {file}, {size}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SHA-256 {sha256}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import {name} version {version} of {station}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Made by {who} on {day}, for pictures {pictures}, threshold {threshold}; the model has {size}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is a recipe {name} here already: it becomes its version {version}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The recipe in force is for other pictures ({pictures}): look at the camera first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model is being checked and tested.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import as {name} version {version}?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is not put in force. Its model tests itself first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} version {version} was imported. It is not in force.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This recipe is here already: {name} version {version}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recipes ({pattern})</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Comparison</name>
    <message>
        <source>Compare</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On labelled pictures that neither was taught from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bounds hold with 95 % confidence.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Verdicts that would change, the gravest first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Version in use</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Version to replace it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last parts of history</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{number}, in force</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing has been compared yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Both versions are tried on the same pictures, beside the line. Every verdict that differs is shown.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 verdict would change, of {total}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{changed} verdicts would change, of {total}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} from {old} to {new}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Version {old} and version {new} on {labelled} labelled pictures and {parts} parts of history.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} labelled pictures one of the models was taught from were not used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The first {count} are shown; the record holds all.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{old} → {new}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>from history</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name}: {why}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>; and {count} more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} could not be compared: {named}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Version {number}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Image AUROC</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>False rejects</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Escapes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{value} ({low} to {high})</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CounterPanel</name>
    <message>
        <source>Yield –</source>
        <translation>Ausbeute –</translation>
    </message>
    <message>
        <source>no parts since start</source>
        <translation>keine Teile seit dem Start</translation>
    </message>
    <message>
        <source>Yield {rate} % of {count}</source>
        <translation>Ausbeute {rate} % von {count}</translation>
    </message>
    <message>
        <source>since start · 95 %: at least {bound} %</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Course</name>
    <message>
        <source>Choose pictures and a method on the left, then teach. The line goes on inspecting meanwhile, and nothing changes for it until a result is put in force.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No point of a curve yet. A method that learns in one step has none; it is measured afterwards.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Log of the training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Curves</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Log</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CurvesPanel</name>
    <message>
        <source>Log axis for false rejects</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The escape rate is unknown: no picture of a defect is in the data set. ROC and precision-recall would show nothing. Label pictures of defects, as few as they are, to see them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The false reject rate is unknown: every good picture was learned from or left out. Label good pictures that the model did not learn from.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} pictures took no part: {first}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DayBars</name>
    <message>
        <source>Verdicts by day, as they were and as they would be</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>left: as it was · right: as it would be</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Desk</name>
    <message>
        <source>Somebody who has not signed in may not {action}.</source>
        <translation>Wer nicht angemeldet ist, darf nicht: {action}.</translation>
    </message>
    <message>
        <source>Sign in.</source>
        <translation>Bitte anmelden.</translation>
    </message>
</context>
<context>
    <name>Detail</name>
    <message>
        <source>Show the other picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation type="unfinished">Verkleinern</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation type="unfinished">Vergrößern</translation>
    </message>
    <message>
        <source>Fit the picture into the window</source>
        <translation type="unfinished">Bild ins Fenster einpassen</translation>
    </message>
    <message>
        <source>Original size, 1 to 1</source>
        <translation type="unfinished">Originalgröße, 1 zu 1</translation>
    </message>
    <message>
        <source>No picture chosen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This picture cannot be shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{time} {who}: {label}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>and {count} earlier</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DriftChart</name>
    <message>
        <source>Scores of good parts over time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No good parts with a score in this period</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{time}
{count} good parts, mean {mean}, sd {sd}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mean</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>EntryPanel</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>FeedbackPanel</name>
    <message>
        <source>Feedback</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Say something</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open feedback</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{who} said {word} at {time}: {reason} ({outcome})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Thank you: an engineer will look at it. The verdict stays in the records.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Gallery</name>
    <message>
        <source>Pictures of the data set</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Arrow keys move, Shift and Control choose several, G D U I label what is chosen.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>GalleryModel</name>
    <message>
        <source>Picture {number}: {words}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>GalleryPanel</name>
    <message>
        <source>All labels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show pictures labelled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show defects of the kind</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Oldest first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Newest first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By label</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hints first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sort the pictures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hints only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look for hints</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>as {label}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Label of imported pictures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kind of defect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Good</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Defect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unsure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ignore</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Redo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paint mask</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All kinds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no kind</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a data set above, or type the name of a new one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No pictures yet. Take some with the camera, or import a folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No picture has this label.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{shown} of {total} pictures shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} chosen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{far} unlike the rest, {near} near copies</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That picture is not among those shown.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show all labels to see it.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>GoldenPanel</name>
    <message>
        <source>Reference parts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Begin the check</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is in place</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Break off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run without a check</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the parts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A check is under way: no OK leaves. {done} of {count} parts done.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Until then no OK leaves.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The next check is due on {time}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No check is due.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No check is required here; one can be made at any time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All parts were presented.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting for the picture of {part}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Present part {part} (expected: {expected})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>score {low} to {high}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{part}: as expected ({verdict}, score {score})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{part}: NOT as expected, {problem}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last check, {time}, {who}: passed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last check, {time}, {who}: FAILED</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{time}: {who} let the line run without a check: {why}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>recipe {name} version {version}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The reference parts are as expected.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run without a passed check?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>OK leaves again although the reference parts have not passed. Your name and the reason are kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Let the line run</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>GoldenParts</name>
    <message>
        <source>Reference parts of the running recipe</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As written on the part, such as G1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make it a reference part</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished">Name</translation>
    </message>
    <message>
        <source>Expected verdict</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Score may differ by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Inspect a part, or choose one below the picture, to make it a reference part.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Part {part}: {verdict}, score {score}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Growth</name>
    <message>
        <source>Teach on growing sets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Teaches the chosen method on 1, 2, 4 … of the good pictures and tries each on the same held-out parts and defects. The bars tell how sure so few tried pictures make the figure. There is one draw of each size: a step between two sizes can be chance. No model is kept.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>GrowthPlot</name>
    <message>
        <source>image AUROC</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>good pictures to learn from</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Header</name>
    <message>
        <source>State of the station</source>
        <translation>Zustand der Station</translation>
    </message>
    <message>
        <source>Light or dark</source>
        <translation>Hell oder dunkel</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Keys of this page</source>
        <translation>Tasten dieser Seite</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Anmelden</translation>
    </message>
    <message>
        <source>Sign in, sign out, change the own password</source>
        <translation>Anmelden, abmelden, eigenes Kennwort ändern</translation>
    </message>
    <message>
        <source>Set up accounts</source>
        <translation>Konten einrichten</translation>
    </message>
    <message>
        <source>no recipe</source>
        <translation>kein Rezept</translation>
    </message>
    <message>
        <source>Recipe {name} version {version}</source>
        <translation>Rezept {name} Version {version}</translation>
    </message>
    <message>
        <source>model {name} version {version}</source>
        <translation>Modell {name} Version {version}</translation>
    </message>
</context>
<context>
    <name>Heartbeat</name>
    <message>
        <source>Last heartbeat {age} ms ago</source>
        <translation>Letztes Lebenszeichen vor {age} ms</translation>
    </message>
    <message>
        <source>No heartbeat</source>
        <translation>Kein Lebenszeichen</translation>
    </message>
    <message>
        <source>Heartbeat</source>
        <translation>Lebenszeichen</translation>
    </message>
    <message>
        <source>At rest</source>
        <translation>In Ruhe</translation>
    </message>
</context>
<context>
    <name>HeatLegend</name>
    <message>
        <source>Colour scale of the heatmap</source>
        <translation>Farbskala der Wärmekarte</translation>
    </message>
    <message>
        <source>Clear below {low}, strongest colour from {high}</source>
        <translation>Durchsichtig unter {low}, stärkste Farbe ab {high}</translation>
    </message>
    <message>
        <source>clear below {low}</source>
        <translation>durchsichtig unter {low}</translation>
    </message>
</context>
<context>
    <name>Histogram</name>
    <message>
        <source>Histogram of brightness</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bright</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>HistogramPlot</name>
    <message>
        <source>Histogram of scores</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Score</source>
        <translation type="unfinished">Wert</translation>
    </message>
    <message>
        <source>% of its kind</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Threshold {score}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Review from {score}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>HistoryDetail</name>
    <message>
        <source>Picture of the part</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Score again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Heatmap</source>
        <translation type="unfinished">Wärmekarte</translation>
    </message>
    <message>
        <source>Fit the picture into the window</source>
        <translation type="unfinished">Bild ins Fenster einpassen</translation>
    </message>
    <message>
        <source>Original size, 1 to 1</source>
        <translation type="unfinished">Originalgröße, 1 zu 1</translation>
    </message>
    <message>
        <source>Kind of defect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kind of defect, if it is one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is good</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is bad</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{verdict}, part {part}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody has decided; the station&apos;s verdict stands.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No feedback.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No entries.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing within two minutes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The heatmap is of the score of now; it is not stored.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Heatmaps are not stored: score again to see it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{threshold}, review from {review_from}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Score</source>
        <translation type="unfinished">Wert</translation>
    </message>
    <message>
        <source>Threshold then</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reason</source>
        <translation type="unfinished">Grund</translation>
    </message>
    <message>
        <source>Output</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, {detector}, taught from {count} pictures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Times</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Camera</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trigger</source>
        <translation type="unfinished">Auslösen</translation>
    </message>
    <message>
        <source>{id} from {source}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Inspection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Picture</source>
        <translation type="unfinished">Bild</translation>
    </message>
    <message>
        <source>{name} version {version} (sha256 {hash}…)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>grab</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>inference</source>
        <translation type="unfinished">Auswertung</translation>
    </message>
    <message>
        <source>commit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>output</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>total</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An engineer may change a verdict; the station&apos;s own stays beside it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Decisions of people</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Feedback</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Audit trail</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Events around it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a part to see all of it.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>HistoryExports</name>
    <message>
        <source>Table (CSV)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With pictures (zip)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Report (PDF)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An engineer may export.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Writing {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Table (*.csv)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Table with pictures (*.zip)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Report (*.pdf)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where to write</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Written: {path}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{rows} parts with {pictures} pictures are in {path}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{missing} pictures are missing, {changed} were changed; missing.csv says why.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>HistoryFilter</name>
    <message>
        <source>Today</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This shift</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last 7 days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last 30 days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From – to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not OK</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SN0042 or SN00*</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Either way</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Decided {verdict}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Feedback open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} version {version}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Period</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Part</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reason</source>
        <translation type="unfinished">Grund</translation>
    </message>
    <message>
        <source>Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Decided by people</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Score from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>to</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>HistoryModel</name>
    <message>
        <source>Time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Part</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Decided</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Score</source>
        <translation type="unfinished">Wert</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation type="unfinished">Grund</translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>asked</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>HistoryPage</name>
    <message>
        <source>Details</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why parts were not OK</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Defects that people found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not named</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scoring part {part} again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} rows are shown; there are more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a shorter period or another filter to see them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No part matches</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No parts in this period.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No good parts with a score in this period.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recipe {recipe}, model {model} version {version}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Decide: part {part} is {verdict}{kind}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It was {was}. The station&apos;s own verdict stays in the records beside this decision. What the line did with the part is not changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Decide</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The decision is noted. The station&apos;s verdict stays beside it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Yield</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scores of good parts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Parts or charts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Parts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Charts</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>HistoryTable</name>
    <message>
        <source>Past inspections</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ImageView</name>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Plus and minus zoom, arrow keys move, 0 fits, 1 shows the original size.</source>
        <translation>Plus und Minus vergrößern und verkleinern, Pfeiltasten verschieben, 0 passt ein, 1 zeigt die Originalgröße.</translation>
    </message>
</context>
<context>
    <name>InForce</name>
    <message>
        <source>No recipe is in force now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In force now: {name} version {version}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A running line changes to it between two parts. You can go back with one click.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put version {version} of {name} in force?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put in force</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go back to {name} version {version}?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It was in force before. A running line changes to it between two parts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} version {version} is in force.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The next part is judged by it.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>InfoLine</name>
    <message>
        <source>no camera</source>
        <translation>keine Kamera</translation>
    </message>
    <message>
        <source>inference</source>
        <translation>Auswertung</translation>
    </message>
    <message>
        <source>picture to output</source>
        <translation>Bild bis Ausgang</translation>
    </message>
    <message>
        <source>{step} p50 {p50}, p99 {p99}</source>
        <translation>{step} p50 {p50}, p99 {p99}</translation>
    </message>
    <message>
        <source>waiting {count}</source>
        <translation>wartend {count}</translation>
    </message>
    <message>
        <source>disk {size} free</source>
        <translation>Platte {size} frei</translation>
    </message>
    <message>
        <source>OK withheld {count}</source>
        <translation>OK zurückgehalten {count}</translation>
    </message>
    <message>
        <source>not yet recorded {count}</source>
        <translation>noch nicht gespeichert {count}</translation>
    </message>
    <message>
        <source>events lost {count}</source>
        <translation>Ereignisse verloren {count}</translation>
    </message>
    <message>
        <source>lost: {reason} {count}</source>
        <translation>verloren: {reason} {count}</translation>
    </message>
    <message>
        <source>images to save {count}</source>
        <translation>Bilder zu speichern {count}</translation>
    </message>
    <message>
        <source>not shown in time {count}</source>
        <translation>nicht rechtzeitig gezeigt {count}</translation>
    </message>
</context>
<context>
    <name>KeyList</name>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Keys: {page}</source>
        <translation>Tasten: {page}</translation>
    </message>
</context>
<context>
    <name>LargePicture</name>
    <message>
        <source>Close</source>
        <translation type="unfinished">Schließen</translation>
    </message>
    <message>
        <source>defect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>good</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} · {kind} · score {score} · threshold {threshold}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking at the picture</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LargeView</name>
    <message>
        <source>Back to the gallery</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>{name} – Inspection station</source>
        <translation>{name} – Prüfstation</translation>
    </message>
    <message>
        <source>Full screen, and back</source>
        <translation>Vollbild und zurück</translation>
    </message>
    <message>
        <source>To the next part of the window</source>
        <translation>Zum nächsten Bereich des Fensters</translation>
    </message>
    <message>
        <source>To the part of the window before</source>
        <translation>Zum vorigen Bereich des Fensters</translation>
    </message>
    <message>
        <source>Tab, Shift+Tab</source>
        <translation>Tab, Umschalt+Tab</translation>
    </message>
    <message>
        <source>To the next thing, to the one before</source>
        <translation>Zum nächsten Element, zum vorigen</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Leertaste</translation>
    </message>
    <message>
        <source>Press the button that has the focus</source>
        <translation>Die Schaltfläche mit dem Fokus drücken</translation>
    </message>
</context>
<context>
    <name>MaskCanvas</name>
    <message>
        <source>Canvas</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shift and arrow keys move a cross, Space paints there. Enter closes a polygon, Escape leaves it, Backspace takes its last corner away. Plus and minus zoom, arrow keys move, 0 fits, 1 shows the original size.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MaskFigures</name>
    <message>
        <source>Measuring the heatmaps of {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not measured yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pixel AUROC {auroc}, AUPRO {aupro} (up to 30 % false positives)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} version {version}. Counted: painted defects {masked}, good pictures {good}, defect pixels {pixels}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Defects without a mask: {count}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Left out: {count}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MaskGuide</name>
    <message>
        <source>The model looks at the picture …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{level}; the threshold of {name} version {version} is {threshold}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MaskPanel</name>
    <message>
        <source>Mask</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Region</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>View</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Heatmap</source>
        <translation type="unfinished">Wärmekarte</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation type="unfinished">Vergrößern</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation type="unfinished">Verkleinern</translation>
    </message>
    <message>
        <source>Whole picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Original size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Width {size} pixels   [  ]</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tools</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Brush</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Eraser</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Polygon</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Flood</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Width of brush and eraser</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Narrower brush</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wider brush</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Grey levels that a pixel may differ from the one clicked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fill holes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Flood, levels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Proposal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> pixels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add</source>
        <translation type="unfinished">Anlegen</translation>
    </message>
    <message>
        <source>Refine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Marks from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Smallest piece</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only what lies in the rectangle and in no ignored polygon counts. It comes into force when the data set is taught again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rectangle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ignore polygon</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove last polygon</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the masks say</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not measured yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Measure the heatmaps</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MaskPicker</name>
    <message>
        <source>Data set</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Previous picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{place} of {count} · {what} · {picture}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MasksPage</name>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Redo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear the mask</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No picture is open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a data set with defects, or a picture in the gallery.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Heatmap on or off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the mask of {picture}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the region of {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing to paint in {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Label pictures as defects in the gallery first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This picture cannot be painted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A mask that was not saved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{picture} was being painted on {when}, and the mask was not saved.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>saved: {pixels} pixels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go on with it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Label this picture as a defect?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{picture} is labelled {label}, and only defects have masks.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save, label as defect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{picture} is labelled as a defect now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear the mask?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The mask of {picture} is taken away from the canvas and from the data set.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>region not saved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not saved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no mask</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>NameStrip</name>
    <message>
        <source>Go on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished">Abbrechen</translation>
    </message>
</context>
<context>
    <name>Navigation</name>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
</context>
<context>
    <name>NavigationButton</name>
    <message>
        <source>{page}, {count} waiting</source>
        <translation>{page}, {count} wartend</translation>
    </message>
    <message>
        <source>{page}, sign in first</source>
        <translation>{page}, zuerst anmelden</translation>
    </message>
</context>
<context>
    <name>NearestStrip</name>
    <message>
        <source>Just below the threshold</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At or above it: rejected</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>NextPartField</name>
    <message>
        <source>scan or type</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Id of the next part</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Forget the id of the next part</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next part</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>OperatePage</name>
    <message>
        <source>Picture</source>
        <translation type="unfinished">Bild</translation>
    </message>
    <message>
        <source>Alarms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Review</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shift</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Golden</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Feedback</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{part} replaces {before}, which no picture has taken.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A picture could not be shown: {error}</source>
        <translation>Ein Bild konnte nicht gezeigt werden: {error}</translation>
    </message>
    <message>
        <source>The line goes on; verdicts and records are not touched by this.</source>
        <translation>Die Linie läuft weiter; Urteile und Aufzeichnungen sind davon nicht berührt.</translation>
    </message>
    <message>
        <source>The station is not ready</source>
        <translation>Die Station ist nicht bereit</translation>
    </message>
</context>
<context>
    <name>OperatingPoints</name>
    <message>
        <source>Operating points</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zero escape</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zero false reject</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Best F1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Youden</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Least cost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Target rate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Good parts only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cautious</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every defect here is stopped, with as few false rejects as that allows.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No good picture here is rejected, with as few escapes as that allows.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Escapes and false rejects together cost least, at the price set below.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The best balance of precision and recall.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The largest distance between defects caught and good parts rejected.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At most the share set below of these good pictures is rejected.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At most the share set below of all good parts is rejected; needs no defects.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From good parts only, lowered until every defect here is stopped.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What one escape costs, in false rejects</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>False rejects that are allowed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>False rejects allowed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not possible</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} rejected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} pass</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 escape = {count} rejects</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>OptionsForm</name>
    <message>
        <source>Detector</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{option}: {problem}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>give a whole number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>give a number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>give values between commas</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> from {low} to {high}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{low} to {high}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>on</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>OutputPanel</name>
    <message>
        <source>An OK pulse tells the machine around the station that a part is good: no part may pass now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send one OK pulse</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put to rest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Heartbeat</source>
        <translation type="unfinished">Lebenszeichen</translation>
    </message>
    <message>
        <source>At</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Signal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Until at rest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Signals that were sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try the output by hand</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What was sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every try is in the audit trail.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This station has no verdict output. It is set in station.toml under [output].</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Output: a recording in {file}; an OK lasts {pulse}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Output: line {line} of the camera; an OK is a pulse of {pulse}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only while the line is stopped.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The machine takes it as a good part for {pulse}. Confirm only if no part can pass. It stands in the audit trail.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tell the machine that a part is good?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send the pulse</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>OK pulse</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>at rest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>heartbeat, {count} beats</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sent: {signal}. The output is at rest again.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PanelTab</name>
    <message>
        <source>{panel}, {count} waiting</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PanelTabs</name>
    <message>
        <source>Panels</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ParetoChart</name>
    <message>
        <source>none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None in this period</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>others</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PartRow</name>
    <message>
        <source>Was good</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Was bad</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PartStrip</name>
    <message>
        <source>Last parts</source>
        <translation>Letzte Teile</translation>
    </message>
</context>
<context>
    <name>PartTile</name>
    <message>
        <source>Part {part}, {verdict}, {reason}, score {score}, {time}</source>
        <translation>Teil {part}, {verdict}, {reason}, Wert {score}, {time}</translation>
    </message>
</context>
<context>
    <name>PeoplePage</name>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Rolle</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Added</source>
        <translation>Angelegt</translation>
    </message>
    <message>
        <source>Accounts</source>
        <translation>Konten</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Anlegen</translation>
    </message>
    <message>
        <source>New password</source>
        <translation>Neues Kennwort</translation>
    </message>
    <message>
        <source>Disable</source>
        <translation>Sperren</translation>
    </message>
    <message>
        <source>People</source>
        <translation>Personen</translation>
    </message>
    <message>
        <source>Whoever is not signed in is an operator. Accounts are disabled, never deleted: the records name them. Every change stands in the audit trail.</source>
        <translation>Wer nicht angemeldet ist, ist Bediener. Konten werden gesperrt, nie gelöscht: die Aufzeichnungen nennen sie. Jede Änderung steht im Änderungsprotokoll.</translation>
    </message>
    <message>
        <source>disabled</source>
        <translation>gesperrt</translation>
    </message>
    <message>
        <source>locked until {time}: wrong passwords</source>
        <translation>bis {time} blockiert: falsche Kennwörter</translation>
    </message>
    <message>
        <source>may sign in</source>
        <translation>darf sich anmelden</translation>
    </message>
    <message>
        <source>Enable</source>
        <translation>Freigeben</translation>
    </message>
    <message>
        <source>{name} was added.</source>
        <translation>{name} wurde angelegt.</translation>
    </message>
    <message>
        <source>Add an account</source>
        <translation>Ein Konto anlegen</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Kennwort</translation>
    </message>
    <message>
        <source>At least 8 characters.</source>
        <translation>Mindestens 8 Zeichen.</translation>
    </message>
    <message>
        <source>The same password again</source>
        <translation>Dasselbe Kennwort noch einmal</translation>
    </message>
    <message>
        <source>{name} is {role} from now on.</source>
        <translation>{name} ist von jetzt an {role}.</translation>
    </message>
    <message>
        <source>Role of {name}</source>
        <translation>Rolle von {name}</translation>
    </message>
    <message>
        <source>Somebody who is signed in has the new role within seconds.</source>
        <translation>Wer angemeldet ist, hat die neue Rolle nach wenigen Sekunden.</translation>
    </message>
    <message>
        <source>Reason, for the audit trail</source>
        <translation>Grund, für das Änderungsprotokoll</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Ändern</translation>
    </message>
    <message>
        <source>{name} has a new password.</source>
        <translation>{name} hat ein neues Kennwort.</translation>
    </message>
    <message>
        <source>New password for {name}</source>
        <translation>Neues Kennwort für {name}</translation>
    </message>
    <message>
        <source>It also ends a lock, and signs {name} out.</source>
        <translation>Es beendet auch eine Blockade und meldet {name} ab.</translation>
    </message>
    <message>
        <source>The new password again</source>
        <translation>Das neue Kennwort noch einmal</translation>
    </message>
    <message>
        <source>{name} may sign in.</source>
        <translation>{name} darf sich anmelden.</translation>
    </message>
    <message>
        <source>{name} is disabled.</source>
        <translation>{name} ist gesperrt.</translation>
    </message>
    <message>
        <source>Disable {name}?</source>
        <translation>{name} sperren?</translation>
    </message>
    <message>
        <source>{name} cannot sign in any more, and is signed out within seconds.</source>
        <translation>{name} kann sich nicht mehr anmelden und wird in wenigen Sekunden abgemeldet.</translation>
    </message>
    <message>
        <source>The two passwords are not the same.</source>
        <translation>Die beiden Kennwörter sind nicht gleich.</translation>
    </message>
</context>
<context>
    <name>PictureArea</name>
    <message>
        <source>Live</source>
        <translation type="unfinished">Live</translation>
    </message>
    <message>
        <source>Heatmap</source>
        <translation type="unfinished">Wärmekarte</translation>
    </message>
    <message>
        <source>Opacity of the heatmap</source>
        <translation type="unfinished">Deckkraft der Wärmekarte</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation type="unfinished">Verkleinern</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation type="unfinished">Vergrößern</translation>
    </message>
    <message>
        <source>Fit the picture into the window</source>
        <translation type="unfinished">Bild ins Fenster einpassen</translation>
    </message>
    <message>
        <source>Original size, 1 to 1</source>
        <translation type="unfinished">Originalgröße, 1 zu 1</translation>
    </message>
</context>
<context>
    <name>PrecisionRecallPlot</name>
    <message>
        <source>Precision over recall</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recall: defects caught, %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Precision, %</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ProgressPanel</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>{percent} %</source>
        <translation>{percent} %</translation>
    </message>
    <message>
        <source>being cancelled</source>
        <translation>wird abgebrochen</translation>
    </message>
    <message>
        <source>about {time} to go</source>
        <translation>noch etwa {time}</translation>
    </message>
</context>
<context>
    <name>Reception</name>
    <message>
        <source>Signed in as {role} since {time}. Whatever you do is noted under your name.</source>
        <translation>Angemeldet als {role} seit {time}. Was Sie tun, wird unter Ihrem Namen vermerkt.</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>Abmelden</translation>
    </message>
    <message>
        <source>Change own password</source>
        <translation>Eigenes Kennwort ändern</translation>
    </message>
    <message>
        <source>Somebody else signs in</source>
        <translation>Jemand anderes meldet sich an</translation>
    </message>
    <message>
        <source>To {action}, somebody has to sign in as {role}.</source>
        <translation>Dafür muss sich jemand als {role} anmelden: {action}.</translation>
    </message>
    <message>
        <source>{name} is {role} and may not {action}.</source>
        <translation>{name} ist {role} und darf nicht: {action}.</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Anmelden</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Kennwort</translation>
    </message>
    <message>
        <source>The two passwords are not the same.</source>
        <translation>Die beiden Kennwörter sind nicht gleich.</translation>
    </message>
    <message>
        <source>Who administers this station?</source>
        <translation>Wer verwaltet diese Station?</translation>
    </message>
    <message>
        <source>There is no account yet. The administrator adds the others, and may do everything. Until then this station is for operators only: nobody can teach it, change a threshold or settings.</source>
        <translation>Es gibt noch kein Konto. Der Administrator legt die anderen an und darf alles. Bis dahin ist diese Station nur für Bediener: niemand kann sie anlernen, eine Schwelle oder Einstellungen ändern.</translation>
    </message>
    <message>
        <source>At least 8 characters.</source>
        <translation>Mindestens 8 Zeichen.</translation>
    </message>
    <message>
        <source>The same password again</source>
        <translation>Dasselbe Kennwort noch einmal</translation>
    </message>
    <message>
        <source>Create</source>
        <translation>Anlegen</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>Später</translation>
    </message>
    <message>
        <source>The password of {name} is changed.</source>
        <translation>Das Kennwort von {name} ist geändert.</translation>
    </message>
    <message>
        <source>Password of now</source>
        <translation>Bisheriges Kennwort</translation>
    </message>
    <message>
        <source>New password</source>
        <translation>Neues Kennwort</translation>
    </message>
    <message>
        <source>The new password again</source>
        <translation>Das neue Kennwort noch einmal</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Ändern</translation>
    </message>
    <message>
        <source>{name} is {role} from now on.</source>
        <translation>{name} ist von jetzt an {role}.</translation>
    </message>
</context>
<context>
    <name>RecipeDetail</name>
    <message>
        <source>What the version holds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Differences of two versions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare with</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Also what is the same</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In force from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What was in force when</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What it holds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In force</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} version {version}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{changed} of {all} differ</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RecipePanel</name>
    <message>
        <source>The line changes between two parts. Parts in hand keep the recipe they began with.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No recipe has been put in force yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not released, because an engineer has not put them in force yet: {names}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name}, version {version}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>threshold {threshold} · put in force {time} by {who}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> · version {version} is newer and not released</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in force</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use recipe {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recipe {name} is being loaded and checked.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The line goes on with the recipe before until it is ready.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recipe {name} version {version} is in force.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RecipesPage</name>
    <message>
        <source>Recipes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In force</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Made</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Versions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name of the recipe</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put in force</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A version never changes. Going back is putting an older one in force again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There are no recipes yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Teach one on the page Train, or import one from another station.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>was in force</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in force</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go back to this version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Threshold {threshold}, model {model}. Its model is loaded and tests itself first. A line that runs changes to it between two parts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model is being loaded and checked.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} version {version} is in force.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put {name} version {version} in force?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy {old} version {version} as {new}?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} was made. It is not in force.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The copy has the same model, thresholds and data set, and goes its own way from here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy {name} version {version}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RegionEditor</name>
    <message>
        <source>The region of {name} is kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It comes into force when {name} is taught again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looks at the whole picture.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looks at {width} x {height} pixels at {x}, {y}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ignored polygons: {count}.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Result</name>
    <message>
        <source>Version of the recipe</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Examine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put in force</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Image AUROC</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>False rejects if no defect passes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>False rejects at the threshold</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Escapes at the threshold</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pixel AUROC</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>AUPRO up to 30 %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Good pictures with the highest scores</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Defects with the lowest scores</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How it learned</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Version {number}, in force</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Version {number}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No version has been examined yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Teach one, or choose a version and examine it on the pictures it was tried on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name}, version {version}: tried on {good} good pictures and {defect} defects</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bounds hold with 95 % confidence.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Threshold by {policy}: {sentence}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} pictures were not fit to be scored and are not counted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{score} · {verdict}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unknown: it needs good pictures and defects</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{low} to {high}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no good picture was scored</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unknown: no defect was scored</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>over {count} painted defects</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ReviewPanel</name>
    <message>
        <source>Review</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Parts that wait for a decision</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why? (needed)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why this decision</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Decide OK</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Decide NOK</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No part waits for a decision</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The picture is being stored</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No picture of this part is stored</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Part {part}: score {score}, review from {review_from}, NOK from {threshold}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Part {part} was decided {verdict}.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RocPlot</name>
    <message>
        <source>ROC: defects caught over false rejects</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>False rejects, %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Defects caught, %</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SayForm</name>
    <message>
        <source>Shadow or reflection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dirt, wiped off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mark that is allowed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Part lay askew</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scratch or dent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Crack or break</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Something missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dirt or stain</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It was good</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It was bad</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reason, in your own words</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reason</source>
        <translation type="unfinished">Grund</translation>
    </message>
    <message>
        <source>Send to an engineer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No part has been inspected yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Part {part} was judged {verdict}.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ScoreGauge</name>
    <message>
        <source>Score</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Score {score}, threshold {threshold}</source>
        <translation>Wert {score}, Schwelle {threshold}</translation>
    </message>
    <message>
        <source>no threshold yet</source>
        <translation>noch keine Schwelle</translation>
    </message>
    <message>
        <source>threshold {value}</source>
        <translation>Schwelle {value}</translation>
    </message>
    <message>
        <source>review {value}</source>
        <translation>Nachprüfung {value}</translation>
    </message>
</context>
<context>
    <name>ScorePlot</name>
    <message>
        <source>Arrow keys move the threshold by one score, with Shift by ten; with Control they move the start of the review band.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>Camera</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Output</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Storage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>camera settings that were not applied</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>storage limits that were not applied</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SharpnessMeter</name>
    <message>
        <source>Sharpness</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No live picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{percent} % of the best so far</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ShiftPanel</name>
    <message>
        <source>Shift</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Counted in the records: a restart loses nothing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Grey: passed. Hatched: not passed. Line: the yield that the hour&apos;s count proves with 95 %.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shift {since} to {until}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Yield –</source>
        <translation type="unfinished">Ausbeute –</translation>
    </message>
    <message>
        <source>no parts since {since}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Yield {rate} %: {passed} of {count} parts passed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>95 %: at least {bound} %</source>
        <translation type="unfinished">95 %: mindestens {bound} %</translation>
    </message>
    <message>
        <source>{count} found good, but the line saw a reject</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ShownParts</name>
    <message>
        <source>Live</source>
        <translation type="unfinished">Live</translation>
    </message>
    <message>
        <source>No picture of this part</source>
        <translation type="unfinished">Kein Bild von diesem Teil</translation>
    </message>
    <message>
        <source>Part {part}</source>
        <translation type="unfinished">Teil {part}</translation>
    </message>
    <message>
        <source>Earlier part {part} · {count} came since · Live returns</source>
        <translation type="unfinished">Früheres Teil {part} · {count} seither · Live führt zurück</translation>
    </message>
    <message>
        <source>Earlier part {part} · Live returns</source>
        <translation type="unfinished">Früheres Teil {part} · Live führt zurück</translation>
    </message>
    <message>
        <source>Start brings the camera to life.</source>
        <translation type="unfinished">Start schaltet die Kamera ein.</translation>
    </message>
    <message>
        <source>The camera and the detector are getting ready.</source>
        <translation type="unfinished">Kamera und Detektor werden vorbereitet.</translation>
    </message>
    <message>
        <source>Waiting for the first one.</source>
        <translation type="unfinished">Das erste wird erwartet.</translation>
    </message>
    <message>
        <source>No picture yet</source>
        <translation type="unfinished">Noch kein Bild</translation>
    </message>
    <message>
        <source>{who} said {word}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SideColumn</name>
    <message>
        <source>Start</source>
        <translation type="unfinished">Start</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation type="unfinished">Stopp</translation>
    </message>
    <message>
        <source>Acknowledge</source>
        <translation type="unfinished">Quittieren</translation>
    </message>
    <message>
        <source>Trigger</source>
        <translation type="unfinished">Auslösen</translation>
    </message>
</context>
<context>
    <name>StartWindow</name>
    <message>
        <source>{name} – Inspection station</source>
        <translation>{name} – Prüfstation</translation>
    </message>
    <message>
        <source>Starting: loading the program and opening the records</source>
        <translation>Start: Programm wird geladen, Aufzeichnungen werden geöffnet</translation>
    </message>
    <message>
        <source>The window opens in a moment.</source>
        <translation>Das Fenster öffnet sich gleich.</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Start läuft</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>After an update the records are brought into their new form first: that may take minutes.</source>
        <translation>Nach einer Aktualisierung werden zuerst die Aufzeichnungen in ihre neue Form gebracht: das kann Minuten dauern.</translation>
    </message>
</context>
<context>
    <name>StatePill</name>
    <message>
        <source>Station state: {word}</source>
        <translation>Zustand der Station: {word}</translation>
    </message>
</context>
<context>
    <name>StoragePanel</name>
    <message>
        <source>What</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is stored</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of the limit that the pictures need</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Apply</source>
        <translation type="unfinished">Übernehmen</translation>
    </message>
    <message>
        <source>Read again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Parts: {verdict}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Records</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Logs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pictures need {size} of {limit}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{size} free</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The line goes to fault below {size}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Forecast</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>If parts go on coming as on the last days.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How long pictures are kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Records stay when pictures go. Changes take effect within the hour, without a restart.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Passed parts: share that is kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All pictures: at most</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Passed parts: at most</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rejected parts: at most</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No pictures were stored on the last days: there is nothing to go by.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pictures grow by {size} a day, {rejects} of it rejects; from the last {days} days.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The disk is full {when}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All pictures reach {size} {when}; the oldest passes go then.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Passed parts older than {days} days are removed, the first {when}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The rejects alone need {size} {when}; they are kept all the same.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Retention keeps up: the disk does not fill.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The disk is full {when}. Free some space, or keep fewer pictures.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tomorrow</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in about {days} days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No picture that is stored now has to go.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About {size} of stored pictures will be removed within the hour. Records stay.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change how long pictures are kept?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change</source>
        <translation type="unfinished">Ändern</translation>
    </message>
    <message>
        <source>The limits are in force.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ThresholdFigures</name>
    <message>
        <source>What this threshold does</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Threshold: from this score on a part is rejected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start of the review band</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Review from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At 100 % TPR: {rate}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} of {total} good rejected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What it costs in good parts to stop every one of these defects</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It looks better than it is. Check it on pictures that did not choose it, best from another time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Chosen on these pictures, so it flatters.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} of {total} good would be rejected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>False rejects unknown: no good picture was scored</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} of {total} defects would pass</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Escape rate unknown: no defect was scored</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} of {total} to review</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>good {good}, defects {defects}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>at most {bound}, {sure}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ThresholdHistory</name>
    <message>
        <source>Version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>When</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Who</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Chosen by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>History of thresholds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go back to this threshold</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{version}, in force</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a line to see its figures, and to go back to its threshold as a new version.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That threshold belongs to another model; for this one it means nothing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This one is in force.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An engineer may go back to it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Review from {score}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Held-out good rejected: {counts}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Defects passed: {counts}.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ThresholdPage</name>
    <message>
        <source>Recipe</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As in the recipe</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Apply</source>
        <translation type="unfinished">Übernehmen</translation>
    </message>
    <message>
        <source>Curves</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What if</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>History</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A threshold for {recipe} that was tried and not applied</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking at {recipe}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{recipe} {version}, in force</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{recipe} {version}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no recipe yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Teach one on the page Train; its threshold is tuned here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another version of this recipe was put in force since.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“Look again” shows it; the threshold that you tried is lost then.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Version {version}, model {model}. Held out: {good} good, {defects} defects.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>AUROC {auroc} ({low} to {high}, 95 %).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>AUROC {auroc}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>So many good pictures can show “at most {bound} false rejects” at best</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>({needed} are needed for {rate})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>So many defects: “at most {bound} escapes”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Escape rate unknown.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Threshold {before} → {after}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Review from {score}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It counts from the next part on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The recipe is not in force; the new version waits until it is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change the threshold of {recipe}?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Threshold {before} → {after}, as version {version} had it. A new version is made.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go back to the threshold of version {version}?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{recipe} version {version} is in force from the next part on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{recipe} version {version} is stored. It is not in force.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Thumbnail</name>
    <message>
        <source>defect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>good</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{kind}, score {score}, {file}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TilePainter</name>
    <message>
        <source>This file is gone or damaged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unlike the rest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>near copy</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TrainChoices</name>
    <message>
        <source>Learn painted defects too</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Half of the painted defects of each kind are learned from; the rest is counted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Note, kept with the version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Teach</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no data set yet. Capture and label some pictures first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{good} good, {defect} defects ({painted} painted)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>; {count} unsure or ignored</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only add the {count} new good ones</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model of version {version} takes them in without beginning from zero.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From zero: {why}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Correct the options first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not as by default: {names}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All options as by default.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Expert: {method}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About {time}, {memory} of memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{method}: {normal} good pictures to learn from, {held} held out, {defect} defects to count.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} defects to learn from.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} are new to the model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Beside a running line it takes longer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Data set</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Method</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Means over three seeds, and one answer on two processor cores, with pictures of other parts (docs/detectors.md). A bake-off tells of your own.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{preset}: {method}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Expert</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Any detector, with its own options.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TrainPage</name>
    <message>
        <source>Training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Result</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Comparison</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More pictures?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Options</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A training is running; it would be cancelled.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a data set, and a method with options that can be.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Teaching {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Version {version} of {name} is recorded. It is not in force.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look at its result, compare it with the version in use, then put it in force.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Version {version} is recorded, but could not be examined.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Examining version {version} of {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Comparing version {old} with version {new} of {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Version {number}, threshold {threshold}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Learning curve of {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sign in as an engineer to teach.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back to version {version}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TrainingPlots</name>
    <message>
        <source>loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>epochs or steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>told apart (AUROC)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>made defects on held-out parts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>watched pictures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Squares, dashed: made defects on held-out good parts. Dots: watched pictures, which decide nothing.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>VerdictPanel</name>
    <message>
        <source>The next part appears here.</source>
        <translation>Das nächste Teil erscheint hier.</translation>
    </message>
    <message>
        <source>Earlier part {part} · {time}</source>
        <translation>Früheres Teil {part} · {time}</translation>
    </message>
    <message>
        <source>Part {part} · {time}</source>
        <translation>Teil {part} · {time}</translation>
    </message>
</context>
<context>
    <name>VerdictSign</name>
    <message>
        <source>Verdict: none yet</source>
        <translation>Urteil: noch keines</translation>
    </message>
    <message>
        <source>none yet</source>
        <translation>noch keines</translation>
    </message>
    <message>
        <source>Verdict: {word}</source>
        <translation>Urteil: {word}</translation>
    </message>
    <message>
        <source>No part yet</source>
        <translation>Noch kein Teil</translation>
    </message>
</context>
<context>
    <name>Watchdog</name>
    <message>
        <source>window late: p50 {p50} ms, p99 {p99} ms, worst {worst} ms, over {count} looks</source>
        <translation>Fenster verspätet: p50 {p50} ms, p99 {p99} ms, höchstens {worst} ms, über {count} Messungen</translation>
    </message>
</context>
<context>
    <name>WhatIfPanel</name>
    <message>
        <source>the last 7 days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the last 30 days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the last 90 days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>all there is</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which recorded parts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Parts that change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Day</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change</source>
        <translation type="unfinished">Ändern</translation>
    </message>
    <message>
        <source>Verdicts by day</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Part</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Score</source>
        <translation type="unfinished">Wert</translation>
    </message>
    <message>
        <source>Was</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Would be</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Parts whose verdict would change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No part was recorded under this recipe and model in this time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of {parts} recorded parts every one would get the verdict it had.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{verdict}: {before} → {after}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of {parts} recorded parts {changed} would get another verdict. {turns}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} parts of this recipe were scored by another model; they are not counted.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>WindowSession</name>
    <message>
        <source>What the window remembered could not be read: {problem}</source>
        <translation>Was sich das Fenster gemerkt hatte, war nicht lesbar: {problem}</translation>
    </message>
    <message>
        <source>It begins as it was delivered; nothing else is touched by this.</source>
        <translation>Es beginnt wie ausgeliefert; sonst ist nichts davon berührt.</translation>
    </message>
    <message>
        <source>What the window should remember could not be written: {error}</source>
        <translation>Was sich das Fenster merken soll, konnte nicht gespeichert werden: {error}</translation>
    </message>
    <message>
        <source>This station runs as a kiosk: its window stays.</source>
        <translation>Diese Station läuft als Kiosk: ihr Fenster bleibt.</translation>
    </message>
    <message>
        <source>Somebody who may leave the kiosk mode has to sign in first.</source>
        <translation>Zuerst muss sich jemand anmelden, der den Kioskbetrieb verlassen darf.</translation>
    </message>
    <message>
        <source>{name} will be signed out in {count} s</source>
        <translation>{name} wird in {count} s abgemeldet</translation>
    </message>
    <message>
        <source>Press a key, or touch the screen, to stay signed in.</source>
        <translation>Eine Taste drücken oder den Bildschirm berühren, um angemeldet zu bleiben.</translation>
    </message>
    <message>
        <source>{name} was signed out: nothing was done for {time}.</source>
        <translation>{name} wurde abgemeldet: {time} lang ist nichts geschehen.</translation>
    </message>
    <message>
        <source>What was begun on the pages is kept for whoever signs in again.</source>
        <translation>Was auf den Seiten begonnen wurde, bleibt für den, der sich wieder anmeldet.</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>The window opens anew in that language. The line goes on meanwhile.</source>
        <translation>Das Fenster öffnet sich neu in dieser Sprache. Die Linie läuft währenddessen weiter.</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Ändern</translation>
    </message>
    <message>
        <source>Not now: {what}.</source>
        <translation>Jetzt nicht: {what}.</translation>
    </message>
    <message>
        <source>an order is under way</source>
        <translation>ein Befehl wird gerade ausgeführt</translation>
    </message>
    <message>
        <source>{job} is running</source>
        <translation>{job} läuft</translation>
    </message>
    <message>
        <source>Closing now would lose something: {what}.</source>
        <translation>Beim Schließen ginge etwas verloren: {what}.</translation>
    </message>
    <message>
        <source>Close the window again to leave all the same.</source>
        <translation>Das Fenster noch einmal schließen, um trotzdem zu beenden.</translation>
    </message>
    <message>
        <source>Stopping the station</source>
        <translation>Die Station wird angehalten</translation>
    </message>
    <message>
        <source>The window closes by itself when the line has come to rest.</source>
        <translation>Das Fenster schließt sich von selbst, sobald die Linie zur Ruhe gekommen ist.</translation>
    </message>
    <message>
        <source>The station could not be stopped: {error}</source>
        <translation>Die Station konnte nicht angehalten werden: {error}</translation>
    </message>
</context>
<context>
    <name>YieldChart</name>
    <message>
        <source>Yield by the hour</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{time}: no parts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{time}: {rate} % of {count}, at least {bound} % (95 %)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Yield over time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No parts in this period</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{time}
{count} parts, {rate} % OK
95 %: {low} % to {high} %</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>demo</name>
    <message>
        <source>All parts are inspected.</source>
        <translation>Alle Teile sind geprüft.</translation>
    </message>
    <message>
        <source>Close the window to see the report.</source>
        <translation>Das Fenster schließen, um den Bericht zu sehen.</translation>
    </message>
</context>
<context>
    <name>history</name>
    <message>
        <source>more than {count} parts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 part</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} parts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>has not reported back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sent to the line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>withheld: the line saw a reject</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>failed: the line saw a reject</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unknown: the program ended before it reported</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Equal: the score is {score} again, on {device}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The line did not score this picture. Scored now on {device}: {score}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Differs by {difference}: {score} now, {stored} then. That is what another device or number type gives (now: {device}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Differs by {difference}: {score} now on {device}, {stored} then. Another device or number type alone does not give so much; the program or its libraries may have changed since.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The verdict would be {verdict}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The verdict is the same.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{verdict}{defect} instead of {was}, {who}, {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“was good”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“was bad”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>taken into the data set</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>dismissed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>feedback given</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>feedback settled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>verdict reviewed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>recipe version made</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>recipe put in force</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>recipe rolled back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>threshold changed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No parts in this period.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{rate} % of {count} parts were OK; with 95 % confidence the share is {low} % to {high} %.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Too few good parts to say anything of a drift.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Newest {n}: mean {mean}, sd {sd}; reference of {m}: {old_mean}, {old_sd}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of the newest {n} single scores {outside} are outside the limits.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look at light, lens and lot; a higher threshold would only hide it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shifted up by {size} sd.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shifted down by {size} sd.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The spread has at least doubled.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The spread has halved or more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Steady.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>labels</name>
    <message>
        <source>Good</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Defect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unsure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ignored</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>pages</name>
    <message>
        <source>Operate</source>
        <translation>Betrieb</translation>
    </message>
    <message>
        <source>Capture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Masks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Train</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>History</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recipes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>People</source>
        <translation>Personen</translation>
    </message>
</context>
<context>
    <name>recipes</name>
    <message>
        <source>Recipe and version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Made</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Made by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Detector</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Taught from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Option {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Review from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Threshold chosen by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What that means</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Good pictures tried</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Defects tried</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>False rejects</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Escapes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Image gate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Image gate: brightness at least</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Image gate: brightness at most</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Image gate: saturated at most</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Image gate: sharpness at least</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>–</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} of {total} ({share}), at most {bound} ({sure} sure)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} pictures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no review band</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unknown: no good pictures were tried</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unknown: no defects were tried</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none: every picture is scored</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not said</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>services</name>
    <message>
        <source>score below the threshold</source>
        <translation>Wert unter der Schwelle</translation>
    </message>
    <message>
        <source>score at or above the threshold</source>
        <translation>Wert auf oder über der Schwelle</translation>
    </message>
    <message>
        <source>score between the two thresholds</source>
        <translation>Wert zwischen den beiden Schwellen</translation>
    </message>
    <message>
        <source>parts came faster than they could be inspected</source>
        <translation>Teile kamen schneller, als sie geprüft werden konnten</translation>
    </message>
    <message>
        <source>the camera delivered a damaged picture</source>
        <translation>die Kamera hat ein beschädigtes Bild geliefert</translation>
    </message>
    <message>
        <source>the camera took no picture for this trigger</source>
        <translation>die Kamera hat zu dieser Auslösung kein Bild gemacht</translation>
    </message>
    <message>
        <source>the camera was lost</source>
        <translation>die Kamera war nicht mehr erreichbar</translation>
    </message>
    <message>
        <source>the camera could not take the trigger</source>
        <translation>die Kamera konnte die Auslösung nicht annehmen</translation>
    </message>
    <message>
        <source>the verdict came too late for the part</source>
        <translation>das Urteil kam zu spät für das Teil</translation>
    </message>
    <message>
        <source>the picture is not the kind the recipe was taught on</source>
        <translation>das Bild ist nicht von der Art, auf die das Rezept angelernt ist</translation>
    </message>
    <message>
        <source>the picture is not fit for inspection</source>
        <translation>das Bild taugt nicht für eine Prüfung</translation>
    </message>
    <message>
        <source>the detector failed</source>
        <translation>der Detektor ist gescheitert</translation>
    </message>
    <message>
        <source>the detector did not answer</source>
        <translation>der Detektor hat nicht geantwortet</translation>
    </message>
    <message>
        <source>the detector gave no usable score</source>
        <translation>der Detektor hat keinen brauchbaren Wert geliefert</translation>
    </message>
    <message>
        <source>the verdict could not be recorded</source>
        <translation>das Urteil konnte nicht aufgezeichnet werden</translation>
    </message>
    <message>
        <source>the station is in fault</source>
        <translation>die Station ist in Störung</translation>
    </message>
    <message>
        <source>the station was stopped</source>
        <translation>die Station wurde angehalten</translation>
    </message>
    <message>
        <source>found good, but the OK was withheld: the line saw a reject</source>
        <translation>für gut befunden, aber das OK wurde zurückgehalten: die Linie sah einen Ausschuss</translation>
    </message>
    <message>
        <source>overrun</source>
        <translation>Überlauf</translation>
    </message>
    <message>
        <source>bad buffer</source>
        <translation>beschädigtes Bild</translation>
    </message>
    <message>
        <source>missing frame</source>
        <translation>fehlendes Bild</translation>
    </message>
    <message>
        <source>camera lost</source>
        <translation>Kamera verloren</translation>
    </message>
    <message>
        <source>trigger refused</source>
        <translation>Auslösung abgelehnt</translation>
    </message>
    <message>
        <source>station stopped</source>
        <translation>Station angehalten</translation>
    </message>
    <message>
        <source>station fault</source>
        <translation>Störung der Station</translation>
    </message>
    <message>
        <source>detector hung</source>
        <translation>Detektor hängt</translation>
    </message>
    <message>
        <source>late</source>
        <translation>zu spät</translation>
    </message>
    <message>
        <source>operator</source>
        <translation>Bediener</translation>
    </message>
    <message>
        <source>engineer</source>
        <translation>Ingenieur</translation>
    </message>
    <message>
        <source>administrator</source>
        <translation>Administrator</translation>
    </message>
    <message>
        <source>see the line</source>
        <translation>die Linie sehen</translation>
    </message>
    <message>
        <source>change their own password</source>
        <translation>das eigene Kennwort ändern</translation>
    </message>
    <message>
        <source>start and stop the line</source>
        <translation>die Linie starten und anhalten</translation>
    </message>
    <message>
        <source>inspect a part by hand</source>
        <translation>ein Teil von Hand prüfen</translation>
    </message>
    <message>
        <source>acknowledge a fault or an alarm</source>
        <translation>eine Störung oder einen Alarm quittieren</translation>
    </message>
    <message>
        <source>choose which released recipe runs</source>
        <translation>wählen, welches freigegebene Rezept läuft</translation>
    </message>
    <message>
        <source>check the golden parts</source>
        <translation>die Referenzteile prüfen</translation>
    </message>
    <message>
        <source>say that a verdict was wrong</source>
        <translation>sagen, dass ein Urteil falsch war</translation>
    </message>
    <message>
        <source>decide on a part in review</source>
        <translation>über ein Teil in Nachprüfung entscheiden</translation>
    </message>
    <message>
        <source>look at past inspections</source>
        <translation>frühere Prüfungen ansehen</translation>
    </message>
    <message>
        <source>export past inspections</source>
        <translation>frühere Prüfungen exportieren</translation>
    </message>
    <message>
        <source>change the verdict of a part that was not in review</source>
        <translation>das Urteil eines Teils ändern, das nicht in Nachprüfung war</translation>
    </message>
    <message>
        <source>settle what operators said</source>
        <translation>über Rückmeldungen der Bediener entscheiden</translation>
    </message>
    <message>
        <source>take pictures for a data set</source>
        <translation>Bilder für einen Datensatz aufnehmen</translation>
    </message>
    <message>
        <source>label pictures</source>
        <translation>Bilder kennzeichnen</translation>
    </message>
    <message>
        <source>paint masks</source>
        <translation>Masken malen</translation>
    </message>
    <message>
        <source>teach a model</source>
        <translation>ein Modell anlernen</translation>
    </message>
    <message>
        <source>compare models</source>
        <translation>Modelle vergleichen</translation>
    </message>
    <message>
        <source>change a threshold</source>
        <translation>eine Schwelle ändern</translation>
    </message>
    <message>
        <source>make a recipe version</source>
        <translation>eine Rezeptversion anlegen</translation>
    </message>
    <message>
        <source>put a recipe version in force, or go back to one</source>
        <translation>eine Rezeptversion in Kraft setzen oder zu einer zurückkehren</translation>
    </message>
    <message>
        <source>export or import a recipe with its model</source>
        <translation>ein Rezept mit seinem Modell exportieren oder importieren</translation>
    </message>
    <message>
        <source>change camera and trigger settings</source>
        <translation>Einstellungen von Kamera und Auslösung ändern</translation>
    </message>
    <message>
        <source>drive the outputs by hand</source>
        <translation>die Ausgänge von Hand schalten</translation>
    </message>
    <message>
        <source>read the audit trail</source>
        <translation>das Änderungsprotokoll lesen</translation>
    </message>
    <message>
        <source>make a diagnostic bundle</source>
        <translation>ein Diagnosepaket erstellen</translation>
    </message>
    <message>
        <source>leave the kiosk mode</source>
        <translation>den Kioskbetrieb verlassen</translation>
    </message>
    <message>
        <source>change storage and other settings of the station</source>
        <translation>Speicher und andere Einstellungen der Station ändern</translation>
    </message>
    <message>
        <source>manage accounts</source>
        <translation>Konten verwalten</translation>
    </message>
    <message>
        <source>The name or the password is wrong.</source>
        <translation>Der Name oder das Kennwort ist falsch.</translation>
    </message>
    <message>
        <source>After {attempts} wrong passwords an account is locked for {minutes} minutes.</source>
        <translation>Nach {attempts} falschen Kennwörtern ist ein Konto {minutes} Minuten lang blockiert.</translation>
    </message>
    <message>
        <source>{attempts} wrong passwords: {name} is locked until {time}.</source>
        <translation>{attempts} falsche Kennwörter: {name} ist bis {time} blockiert.</translation>
    </message>
    <message>
        <source>Wait until then, or let an administrator set a new password.</source>
        <translation>Bis dahin warten, oder einen Administrator ein neues Kennwort setzen lassen.</translation>
    </message>
    <message>
        <source>The account {name} is disabled.</source>
        <translation>Das Konto {name} ist gesperrt.</translation>
    </message>
    <message>
        <source>An administrator can enable it.</source>
        <translation>Ein Administrator kann es freigeben.</translation>
    </message>
    <message>
        <source>The account {name} was changed at this moment.</source>
        <translation>Das Konto {name} wurde in diesem Augenblick geändert.</translation>
    </message>
    <message>
        <source>Sign in again.</source>
        <translation>Bitte noch einmal anmelden.</translation>
    </message>
    <message>
        <source>{name} is not signed in any more.</source>
        <translation>{name} ist nicht mehr angemeldet.</translation>
    </message>
    <message>
        <source>{name} cannot be the name of an account.</source>
        <translation>{name} kann kein Kontoname sein.</translation>
    </message>
    <message>
        <source>Use 1 to 64 letters, digits, spaces, or . &apos; @ - _, beginning with a letter or a digit.</source>
        <translation>1 bis 64 Buchstaben, Ziffern, Leerzeichen oder . &apos; @ - _, am Anfang ein Buchstabe oder eine Ziffer.</translation>
    </message>
    <message>
        <source>The password must have {shortest} to {longest} characters.</source>
        <translation>Das Kennwort muss {shortest} bis {longest} Zeichen haben.</translation>
    </message>
    <message>
        <source>Use {shortest} to {longest} characters; a few words are easier to remember than signs.</source>
        <translation>{shortest} bis {longest} Zeichen; ein paar Wörter merkt man sich leichter als Sonderzeichen.</translation>
    </message>
    <message>
        <source>This password is too easy to guess.</source>
        <translation>Dieses Kennwort ist zu leicht zu erraten.</translation>
    </message>
    <message>
        <source>An {role} may not {action}.</source>
        <translation>Als {role} darf man nicht: {action}.</translation>
    </message>
    <message>
        <source>Sign in as an {role}.</source>
        <translation>Bitte als {role} anmelden.</translation>
    </message>
    <message>
        <source>Somebody who has not signed in may not {action}.</source>
        <translation>Wer nicht angemeldet ist, darf nicht: {action}.</translation>
    </message>
    <message>
        <source>The first account must be an administrator&apos;s.</source>
        <translation>Das erste Konto muss das eines Administrators sein.</translation>
    </message>
    <message>
        <source>Add the others after it.</source>
        <translation>Die anderen danach anlegen.</translation>
    </message>
    <message>
        <source>Another station is running on the folder {folder} (process {process}).</source>
        <translation>Auf dem Ordner {folder} läuft schon eine andere Station (Prozess {process}).</translation>
    </message>
    <message>
        <source>Stop it first, or give this one another station.data_dir.</source>
        <translation>Zuerst jene beenden, oder dieser einen anderen station.data_dir geben.</translation>
    </message>
    <message>
        <source>There are accounts already.</source>
        <translation>Es gibt schon Konten.</translation>
    </message>
    <message>
        <source>Sign in as an administrator to add others.</source>
        <translation>Als Administrator anmelden, um weitere anzulegen.</translation>
    </message>
    <message>
        <source>There is an account {name} already.</source>
        <translation>Das Konto {name} gibt es schon.</translation>
    </message>
    <message>
        <source>Choose another name.</source>
        <translation>Einen anderen Namen wählen.</translation>
    </message>
    <message>
        <source>There is no account {name}.</source>
        <translation>Ein Konto {name} gibt es nicht.</translation>
    </message>
    <message>
        <source>{name} is the last administrator: the account must stay as it is.</source>
        <translation>{name} ist der letzte Administrator: das Konto muss bleiben, wie es ist.</translation>
    </message>
    <message>
        <source>Make somebody else an administrator first.</source>
        <translation>Zuerst jemand anderen zum Administrator machen.</translation>
    </message>
    <message>
        <source>No recipe is active.</source>
        <translation>Kein Rezept ist in Kraft.</translation>
    </message>
    <message>
        <source>Loading the model of recipe {name} version {version}.</source>
        <translation>Das Modell von Rezept {name} Version {version} wird geladen.</translation>
    </message>
    <message>
        <source>Teach one: `station train NAME --good FOLDER --activate`.</source>
        <translation>Eines anlernen: `station train NAME --good ORDNER --activate`.</translation>
    </message>
    <message>
        <source>The station is running already.</source>
        <translation>Die Station läuft schon.</translation>
    </message>
    <message>
        <source>Stop it first.</source>
        <translation>Zuerst anhalten.</translation>
    </message>
    <message>
        <source>Start it first.</source>
        <translation>Zuerst starten.</translation>
    </message>
    <message>
        <source>There is nothing to acknowledge.</source>
        <translation>Es gibt nichts zu quittieren.</translation>
    </message>
    <message>
        <source>Another fault came up meanwhile.</source>
        <translation>Inzwischen kam eine andere Störung auf.</translation>
    </message>
    <message>
        <source>Look at it, then acknowledge again.</source>
        <translation>Ansehen, dann noch einmal quittieren.</translation>
    </message>
    <message>
        <source>The fault is still there: {fault}</source>
        <translation>Die Störung besteht noch: {fault}</translation>
    </message>
    <message>
        <source>Acknowledge when the camera is back.</source>
        <translation>Quittieren, sobald die Kamera wieder da ist.</translation>
    </message>
    <message>
        <source>Stop and start the station.</source>
        <translation>Die Station anhalten und starten.</translation>
    </message>
    <message>
        <source>Unexpected error: {error}</source>
        <translation>Unerwarteter Fehler: {error}</translation>
    </message>
    <message>
        <source>This is a mistake in the program. The log has the details.</source>
        <translation>Das ist ein Fehler im Programm. Das Protokoll enthält die Einzelheiten.</translation>
    </message>
</context>
<context>
    <name>settings</name>
    <message>
        <source>Trigger</source>
        <translation type="unfinished">Auslösen</translation>
    </message>
    <message>
        <source>Trigger input</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exposure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gain</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pixel format</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Region</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>camera&apos;s own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{width} × {height} at {x}, {y}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the station asks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an input of the camera</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>free run: the camera by itself</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the station</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an input</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>free run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{low} to {high}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{setting}: asked {asked}, camera accepted {accepted}.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>train</name>
    <message>
        <source>Fast</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Balanced</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accurate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With so few pictures the same as {other}: nothing else was better.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Made for a handful of good pictures: never clearly worse, and better where defects are faint.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The shortest answer, however much it learned. Take it when the cycle is short.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Best or equal on every material that was measured. Begin with this one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Better where defects are faint, a little worse elsewhere. Learns and answers more slowly.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>AUROC {tiles} tiles, {solar} solar</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> · {ms} ms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{percent} %</source>
        <translation type="unfinished">{percent} %</translation>
    </message>
    <message>
        <source>{count} of {total}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>at most {share}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>words</name>
    <message>
        <source>OK</source>
        <translation>OK</translation>
    </message>
    <message>
        <source>NOK</source>
        <translation>NOK</translation>
    </message>
    <message>
        <source>REVIEW</source>
        <translation>PRÜFEN</translation>
    </message>
    <message>
        <source>ERROR</source>
        <translation>FEHLER</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Startet</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Bereit</translation>
    </message>
    <message>
        <source>Blocked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recovering</source>
        <translation>Erholt sich</translation>
    </message>
    <message>
        <source>Fault</source>
        <translation>Störung</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>Hält an</translation>
    </message>
    <message>
        <source>good</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bad</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>taken into the data set</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>dismissed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>yyyy-MM-dd HH:mm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>d MMM HH:mm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>d MMM</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no. {number}</source>
        <translation>Nr. {number}</translation>
    </message>
    <message>
        <source>d MMM yyyy HH:mm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} s</source>
        <translation>{count} s</translation>
    </message>
    <message>
        <source>{count} min</source>
        <translation>{count} min</translation>
    </message>
    <message>
        <source>{hours} h {minutes} min</source>
        <translation>{hours} h {minutes} min</translation>
    </message>
    <message>
        <source>{count} days</source>
        <translation>{count} Tage</translation>
    </message>
</context>
</TS>
