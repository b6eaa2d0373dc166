//! What happens at a terminal, on signals and where a reader goes away: with real ones.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{LocalModes, Winsize, tcgetattr, tcsetwinsize};
use tempfile::TempDir;

use crate::{orders, shop};

/// Both ends of a terminal: ours, and the program's.
fn terminal() -> (File, File) {
    let ours = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("a terminal");
    grantpt(&ours).expect("a terminal of ours");
    unlockpt(&ours).expect("a terminal of ours");
    let name = ptsname(&ours, Vec::new()).expect("a terminal has a name");
    let name = name.into_string().expect("in ASCII");
    // It must not become the test's own.
    let flags = i32::try_from(OpenptFlags::NOCTTY.bits()).expect("a small number");
    let mut options = File::options();
    std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, flags);
    let theirs = options.read(true).write(true).open(name).expect("the other end");
    let size = Winsize { ws_row: 24, ws_col: 60, ws_xpixel: 0, ws_ypixel: 0 };
    tcsetwinsize(&theirs, size).expect("a terminal has a size");
    (File::from(ours), theirs)
}

/// All that is shown, until the last program has let go of the terminal.
fn shown(mut terminal: File) -> thread::JoinHandle<String> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        // The end is an error on Linux.
        let _ = terminal.read_to_end(&mut bytes);
        String::from_utf8(bytes).expect("UTF-8")
    })
}

/// The lines of a screen on which this was shown, without blanks at their ends.
fn screen(shown: &str) -> Vec<String> {
    let mut lines = vec![Vec::new()];
    let mut column = 0;
    for c in shown.chars() {
        let line = lines.last_mut().expect("there is one");
        match c {
            '\r' => column = 0,
            '\n' => lines.push(Vec::new()),
            c => {
                line.resize(line.len().max(column + 1), ' ');
                line[column] = c;
                column += 1;
            }
        }
    }
    let texts = lines.into_iter().map(|line| line.into_iter().collect::<String>());
    texts.map(|line| line.trim_end().to_owned()).filter(|line| !line.is_empty()).collect()
}

fn folder() -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    shop::set_up(Some("published"), folder.path());
    folder
}

fn waxseal(args: &[&str], folder: &TempDir) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_waxseal"));
    command.args(args).current_dir(folder).env("TERM", "xterm");
    command.env("WAXSEAL_PASSPHRASE_FILE", "pass.txt").env_remove("NO_COLOR");
    command.env(shop::FEW_ITERATIONS.0, shop::FEW_ITERATIONS.1);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn signal(child: &Child, signal: Signal) {
    let pid = Pid::from_raw(i32::try_from(child.id()).expect("a process")).expect("not none");
    kill_process(pid, signal).expect("it runs");
}

/// Gives it an order now and again, for longer than it waits with the progress; then this.
fn run_slowly(mut child: Child, last: &str) -> Output {
    let mut stdin = child.stdin.take().expect("piped");
    let line = orders::fill("{{ada}}\n");
    stdin.write_all(&line).expect("it reads");
    // It has unlocked the vault when something comes out. Where we do not see that, it has time.
    let mut patience = Duration::from_secs(5);
    let mut first = [0; 1];
    if let Some(stdout) = &mut child.stdout {
        stdout.read_exact(&mut first).expect("it writes");
        patience = Duration::from_secs(2);
    }
    let last = orders::fill(last);
    let feeder = thread::spawn(move || {
        let start = Instant::now();
        while start.elapsed() < patience {
            stdin.write_all(&line).expect("it reads");
            thread::sleep(Duration::from_millis(20));
        }
        stdin.write_all(&last).expect("it reads");
    });
    let output = child.wait_with_output().expect("it ends");
    feeder.join().expect("all was given");
    output
}

#[test]
fn an_order_comes_out_before_there_is_another() {
    let folder = folder();
    for line in ["{{ada}}\n", "INFO: posted, sealed={{ada}}\n", "{\"sealed\":\"{{ada}}\"}\n"] {
        let mut child = waxseal(&["open"], &folder).spawn().expect("it starts");
        let mut stdin = child.stdin.take().expect("piped");
        stdin.write_all(&orders::fill(line)).expect("it reads");
        let mut first = String::new();
        let mut stdout = BufReader::new(child.stdout.take().expect("piped"));
        stdout.read_line(&mut first).expect("a line");
        assert!(first.contains("Ada"), "{line}");
        drop(stdin);
        assert!(child.wait().expect("it ends").success());
    }
}

#[test]
fn a_long_stream_shows_its_progress_and_takes_it_away() {
    let (folder, (ours, theirs)) = (folder(), terminal());
    let shown = shown(ours);
    let child = waxseal(&["open"], &folder).stderr(theirs).spawn().expect("it starts");
    let output = run_slowly(child, "{{tampered}}\n");
    let shown = shown.join().expect("the terminal was read");
    assert_eq!(output.status.code(), Some(6));
    assert!(shown.contains(" rows, ") && shown.contains(" a second"), "{shown:?}");
    let screen = screen(&shown);
    assert!(screen[0].contains("error:") && screen[0].contains("tampered: line "), "{screen:?}");
    assert!(!screen.iter().any(|line| line.contains(" rows, ")), "{screen:?}");
    assert!(!String::from_utf8_lossy(&output.stdout).contains(" rows, "));
}

#[test]
fn there_is_no_progress_where_the_data_is_shown_or_no_terminal_is() {
    let (folder, (ours, theirs)) = (folder(), terminal());
    let at_terminal = shown(ours);
    let stdout = theirs.try_clone().expect("a second handle");
    let mut command = waxseal(&["open"], &folder);
    let child = command.stdout(stdout).stderr(theirs).spawn().expect("it starts");
    // Its handles of the terminal would keep it open.
    drop(command);
    run_slowly(child, "");
    let at_terminal = at_terminal.join().expect("the terminal was read");
    assert!(at_terminal.contains("Ada") && !at_terminal.contains(" rows, "));
    let child = waxseal(&["open"], &folder).spawn().expect("it starts");
    let output = run_slowly(child, "");
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(told.starts_with("waxseal: ledger head: ") && told.lines().count() == 1, "{told}");
}

#[test]
fn a_table_fits_the_terminal_and_is_whole_in_a_pipe() {
    let (folder, (ours, theirs)) = (folder(), terminal());
    let shown = shown(ours);
    let mut command = waxseal(&["keys", "list"], &folder);
    command.stdout(theirs).status().expect("it runs");
    drop(command);
    let screen = screen(&shown.join().expect("the terminal was read"));
    assert!(screen.len() == 5 && screen[1].contains('…'), "{screen:?}");
    assert!(screen.iter().all(|line| line.chars().count() <= 60), "{screen:?}");
    let output = waxseal(&["keys", "list"], &folder).output().expect("it runs");
    assert!(!String::from_utf8_lossy(&output.stdout).contains('…'));
}

#[test]
fn a_reader_that_has_enough_ends_it_without_a_word() {
    let folder = folder();
    std::fs::write(folder.path().join("orders.txt"), orders::fill(&"{{ada}}\n".repeat(2000)))
        .expect("orders");
    for args in [&["open", "orders.txt"][..], &["inspect", "orders.txt"]] {
        let mut child = waxseal(args, &folder).spawn().expect("it starts");
        let mut first = String::new();
        let mut stdout = BufReader::new(child.stdout.take().expect("piped"));
        stdout.read_line(&mut first).expect("a line");
        drop(stdout);
        let output = child.wait_with_output().expect("it ends");
        assert_eq!(output.status.code(), Some(0), "{args:?}");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{args:?}");
    }
}

#[test]
fn a_signal_ends_it_between_two_lines_and_leaves_no_file() {
    let folder = folder();
    let before: Vec<_> = shop::snapshot(folder.path()).into_keys().collect();
    for (number, sent) in [(2, Signal::INT), (15, Signal::TERM)] {
        let mut child = waxseal(&["open"], &folder).spawn().expect("it starts");
        let mut stdin = child.stdin.take().expect("piped");
        let lines = orders::fill(&"{{ada}}\n".repeat(100));
        let feeder = thread::spawn(move || while stdin.write_all(&lines).is_ok() {});
        let mut stdout = BufReader::new(child.stdout.take().expect("piped"));
        let mut text = String::new();
        stdout.read_line(&mut text).expect("a line");
        signal(&child, sent);
        stdout.read_to_string(&mut text).expect("the rest");
        let output = child.wait_with_output().expect("it ends");
        feeder.join().expect("the reader went away");
        assert_eq!(output.status.signal(), Some(number));
        assert!(text.ends_with("}\n"), "half a line: {:?}", &text[text.len() - 100..]);
        assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    }
    let after = shop::snapshot(folder.path());
    assert!(!after.keys().any(|name| name.contains(".waxseal-") || !known(name, &before)));
}

/// The ledger's database has files beside it while it is open.
fn known(name: &String, before: &[String]) -> bool {
    before.contains(name) || name.contains("ledger.db")
}

/// `setsid` gives a program a terminal of its own.
fn with_terminal_of_its_own(args: &[&str], folder: &TempDir, theirs: File) -> Child {
    let program = waxseal(args, folder);
    let mut command = Command::new("setsid");
    command.arg("-c").arg(program.get_program()).args(program.get_args()).current_dir(folder);
    command.env_remove("WAXSEAL_PASSPHRASE_FILE");
    let stderr = theirs.try_clone().expect("a second handle");
    command.stdin(theirs).stdout(Stdio::piped()).stderr(stderr);
    command.spawn().expect("it starts")
}

fn wait_for(terminal: &mut File, text: &str) {
    let mut shown = String::new();
    let mut bytes = [0; 256];
    while !shown.contains(text) {
        let read = terminal.read(&mut bytes).expect("the program is there");
        shown.push_str(&String::from_utf8_lossy(&bytes[..read]));
    }
}

#[test]
fn ctrl_c_ends_it_and_the_terminal_is_as_it_was() {
    if !shop::has("setsid") {
        return;
    }
    let echoes = |terminal: &File| {
        let modes = tcgetattr(terminal).expect("a terminal").local_modes;
        modes.contains(LocalModes::ECHO | LocalModes::ISIG | LocalModes::ICANON)
    };
    let (folder, (mut ours, theirs)) = (folder(), terminal());
    let args = ["open", "--passphrase-file", "pass.txt"];
    let kept = theirs.try_clone().expect("a second handle");
    let mut child = with_terminal_of_its_own(&args, &folder, theirs);
    wait_for(&mut ours, "paste orders here");
    ours.write_all(b"\x03").expect("Ctrl-C is typed");
    assert_eq!(child.wait().expect("it ends").signal(), Some(2));

    let theirs = kept.try_clone().expect("a second handle");
    let mut child = with_terminal_of_its_own(&["open", "orders.txt"], &folder, theirs);
    wait_for(&mut ours, "assphrase");
    while echoes(&kept) {
        thread::sleep(Duration::from_millis(5));
    }
    signal(&child, Signal::TERM);
    assert_eq!(child.wait().expect("it ends").signal(), Some(15));
    assert!(echoes(&kept), "the terminal stayed without an echo");

    let theirs = kept.try_clone().expect("a second handle");
    let mut child = with_terminal_of_its_own(&["open", "orders.txt"], &folder, theirs);
    wait_for(&mut ours, "assphrase");
    ours.write_all(b"\x03").expect("Ctrl-C is typed");
    assert_eq!(child.wait().expect("it ends").code(), Some(130));
    assert!(echoes(&kept), "the terminal stayed without an echo");
}
