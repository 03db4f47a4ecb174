/** The mark of Outcrop: strata laid bare by a slope. */
export function Logo({ size }: { size: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <path d="M13 4h6l3.200 6H9.800z" fill="var(--layer-8)" />
      <path d="M9.300 11h13.400l2 4.200c-4 1.600-9 1.600-13 .2-1.600-.6-3-.9-4.200-1z" fill="var(--layer-4)" />
      <path
        d="M6.900 15.400c1.600 0 3 .4 4.600 1 4.200 1.400 9.400 1.300 13.600-.2l2.300 4.900c-5.600-1.800-10.700 1.400-16.300.8-2.300-.2-4.500-.8-6.300-1.600z"
        fill="var(--layer-1)"
      />
      <path d="M4.300 21.300c2 .8 4.200 1.400 6.700 1.600 6 .6 11-2.700 16.900-.6L30 28H1.500z" fill="var(--layer-7)" />
    </svg>
  );
}
