// The XY model on a periodic lattice, in Rust: U = -K sum over bonds of cos(theta_i - theta_j), K = 2,
// all directions equally likely beforehand. [potential] options = "16x1" is a ring of 16 spins, for
// which Z is known: Z(beta) = sum over n of I_n(K beta)^16, by the transfer matrix.
//
//   rustc -O --crate-type cdylib -C panic=abort xy_lattice.rs -o libxy_lattice.so
//
// Angles live on the whole line; what is periodic in them is what counts.

use std::ffi::{c_char, c_void, CStr, CString};
use std::f64::consts::PI;

const COUPLING: f64 = 2.0;

pub struct Lattice {
    width: usize,
    height: usize,
    names: Vec<CString>,
}

#[repr(C)]
pub struct Random {
    uniform: extern "C" fn(*mut Random) -> f64,
    normal: extern "C" fn(*mut Random) -> f64,
}

fn lattice<'a>(state: *mut c_void) -> &'a Lattice {
    unsafe { &*(state as *const Lattice) }
}

#[no_mangle]
pub extern "C" fn temper_abi() -> i32 {
    1
}

#[no_mangle]
pub extern "C" fn temper_create(options: *const c_char) -> *mut c_void {
    let text = unsafe { CStr::from_ptr(options) }.to_str().unwrap_or("");
    let sides: Vec<usize> = text.split('x').filter_map(|side| side.parse().ok()).collect();
    if sides.len() != 2 || sides[0] < 3 || sides[1] < 1 || sides[1] == 2 {
        return std::ptr::null_mut();
    }
    let name = |i| CString::new(format!("angle[{}]", i)).unwrap();
    let names = (0..sides[0] * sides[1]).map(name).collect();
    Box::into_raw(Box::new(Lattice { width: sides[0], height: sides[1], names })) as *mut c_void
}

#[no_mangle]
pub extern "C" fn temper_destroy(state: *mut c_void) {
    drop(unsafe { Box::from_raw(state as *mut Lattice) });
}

#[no_mangle]
pub extern "C" fn temper_message(_: *mut c_void) -> *const c_char {
    "give potential.options = \"16x16\", width 3 or more, height 1, 3 or more\0".as_ptr() as *const c_char
}

#[no_mangle]
pub extern "C" fn temper_dim(state: *mut c_void) -> i64 {
    lattice(state).names.len() as i64
}

#[no_mangle]
pub extern "C" fn temper_name(state: *mut c_void, i: i64) -> *const c_char {
    lattice(state).names[i as usize].as_ptr()
}

/// # Safety
/// Pointers as temper_potential.h says; gradients are null where they aren't wanted.
#[no_mangle]
pub unsafe extern "C" fn temper_evaluate(
    state: *mut c_void, theta: *const f64, u: *mut f64, v: *mut f64, grad_u: *mut f64, _: *mut f64,
) -> i32 {
    let Lattice { width, height, names } = lattice(state);
    let theta = std::slice::from_raw_parts(theta, names.len());
    let mut slopes = vec![0.0; names.len()];
    let mut energy = 0.0;
    let mut bond = |i: usize, j: usize| {
        energy -= COUPLING * (theta[i] - theta[j]).cos();
        let torque = COUPLING * (theta[i] - theta[j]).sin();
        slopes[i] += torque;
        slopes[j] -= torque;
    };
    for y in 0..*height {
        for x in 0..*width {
            bond(y * width + x, y * width + (x + 1) % width);
            if *height > 1 {
                bond(y * width + x, (y + 1) % height * width + x);
            }
        }
    }
    *u = energy;
    *v = names.len() as f64 * (2.0 * PI).ln();
    if !grad_u.is_null() {
        std::slice::from_raw_parts_mut(grad_u, names.len()).copy_from_slice(&slopes);
    }
    0
}

/// # Safety
/// Pointers as temper_potential.h says.
#[no_mangle]
pub unsafe extern "C" fn temper_draw_prior(state: *mut c_void, random: *mut Random, theta: *mut f64) -> i32 {
    for i in 0..lattice(state).names.len() {
        *theta.add(i) = PI * (2.0 * ((*random).uniform)(random) - 1.0);
    }
    0
}

#[no_mangle]
pub extern "C" fn temper_metrics(_: *mut c_void) -> i64 {
    1
}

#[no_mangle]
pub extern "C" fn temper_metric_name(_: *mut c_void, _: i64) -> *const c_char {
    "magnetisation\0".as_ptr() as *const c_char
}

/// # Safety
/// Pointers as temper_potential.h says.
#[no_mangle]
pub unsafe extern "C" fn temper_measure(state: *mut c_void, theta: *const f64, out: *mut f64) -> i32 {
    let theta = std::slice::from_raw_parts(theta, lattice(state).names.len());
    let x: f64 = theta.iter().map(|angle| angle.cos()).sum();
    let y: f64 = theta.iter().map(|angle| angle.sin()).sum();
    *out = x.hypot(y) / theta.len() as f64;
    0
}
