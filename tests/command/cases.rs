//! The command, as its users meet it: each case is data, run with the real program in a folder of
//! its own. How a case is written stands in `case.rs`.

mod case;

macro_rules! files_of_cases {
    ($($name:ident),+ $(,)?) => {
        $(
            #[test]
            fn $name() {
                case::run_all(concat!(stringify!($name), ".toml"), include_str!(concat!("cases/", stringify!($name), ".toml")));
            }
        )+

        #[test]
        fn every_file_of_cases_is_run() {
            let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/command/cases");
            let files = std::fs::read_dir(folder).expect("the folder of the cases").flatten();
            let cases = files.filter(|file| file.path().extension().is_some_and(|end| end == "toml"));
            assert_eq!(cases.count(), [$(stringify!($name)),+].len());
        }
    };
}

files_of_cases!(
    accept,
    backup,
    bad_input,
    clock,
    customer_code,
    doctor,
    export,
    exports,
    exposure,
    full_disk,
    help,
    init,
    inspect,
    keys,
    ledger,
    notice,
    open,
    passwd,
    publish,
    redact,
    rewrap,
    rotate,
    streams,
    template,
);
