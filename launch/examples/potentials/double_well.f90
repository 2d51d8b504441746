! A double well in Fortran: U = 8 (x^2 - 1)^2, V = -ln N(x; 0, 1), in one dimension.
! ln Z at beta = 1, by quadrature: -1.8325.
module double_well
  use, intrinsic :: iso_c_binding
  implicit none
  real(c_double), parameter :: height = 8, ln_root_2pi = 0.918938533204672742_c_double

contains

  function temper_abi() bind(c) result(version)
    integer(c_int32_t) :: version
    version = 1
  end function

  function temper_dim(state) bind(c) result(n)
    type(c_ptr), value :: state
    integer(c_int64_t) :: n
    n = 1
  end function

  function temper_evaluate(state, theta, U, V, grad_U, grad_V) bind(c) result(code)
    type(c_ptr), value :: state
    real(c_double), intent(in) :: theta(1)
    real(c_double), intent(out) :: U, V
    real(c_double), intent(out), optional :: grad_U(1), grad_V(1)  ! absent where not wanted
    integer(c_int32_t) :: code
    U = height * (theta(1)**2 - 1)**2
    V = theta(1)**2 / 2 + ln_root_2pi
    if (present(grad_U)) grad_U(1) = 4 * height * theta(1) * (theta(1)**2 - 1)
    if (present(grad_V)) grad_V(1) = theta(1)
    code = 0
  end function

  ! A draw from exp(-V), for the rung at temperature inf.
  function temper_draw_prior(state, random, theta) bind(c) result(code)
    type(c_ptr), value :: state
    type(c_ptr), value :: random
    real(c_double), intent(out) :: theta(1)
    integer(c_int32_t) :: code
    type, bind(c) :: generator
      type(c_funptr) :: uniform, normal
    end type
    abstract interface
      function draw(random) bind(c) result(value)
        import :: c_ptr, c_double
        type(c_ptr), value :: random
        real(c_double) :: value
      end function
    end interface
    type(generator), pointer :: source
    procedure(draw), pointer :: normal
    call c_f_pointer(random, source)
    call c_f_procpointer(source%normal, normal)
    theta(1) = normal(random)
    code = 0
  end function
end module
